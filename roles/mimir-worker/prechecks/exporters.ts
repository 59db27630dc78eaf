import type { PrecheckFinding, PrecheckResult } from '../../../src/model/precheck.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'
import { exporterWords } from '../checks/exporter-words.ts'
import type { Facts } from '../node/facts.ts'
import type { ExporterProbe } from './exporter-probes.ts'
import type { Inspection, TargetAnswer } from './inspection.ts'
import { skipped } from './result.ts'

/** Each expected exporter by hand, as the guide's chapter on trouble does with curl. */
export function exporters(
  probes: readonly ExporterProbe[],
  facts: Facts,
  { targets }: Inspection,
): PrecheckResult[] {
  const groups = groupBy(probes, ({ name, exporter, target }) => (target === undefined ? name : exporter))
  return [...groups].map(([subject, group]) => {
    const findings = group.map((probe) => judged(probe, facts, targets.get(probe.name)))
    const [finding, ...others] = findings
    return { ...resultOf(others.length === 0 ? finding : ofProbes(findings)), subject }
  })
}

/** Many probes are one result: what keeps any from being made, else those that fail, else how many there are. */
function ofProbes(findings: readonly PrecheckFinding[]): PrecheckFinding | undefined {
  const down = findings.flatMap((finding) => (finding.kind === 'watched-down' ? [finding] : []))
  const broken = findings.find(({ kind }) => kind !== 'good' && kind !== 'watched-down')
  if (broken !== undefined) return broken
  if (down.length === 0)
    return { kind: 'good', facts: [{ name: 'probes', value: safeLine(String(findings.length)) }] }
  return {
    kind: 'watched-down',
    services: down.flatMap(({ services }) => services),
    log: safeText(down.map(({ log }) => log).join('\n')),
  }
}

function resultOf(finding: PrecheckFinding | undefined): PrecheckResult {
  if (finding === undefined) throw new Error('a result of no probe')
  if (finding.kind === 'no-tool') return skipped('exporter', finding)
  const well = finding.kind === 'good' || finding.kind === 'exporter-elsewhere'
  return { precheck: 'exporter', state: well ? 'passed' : 'failed', finding }
}

function judged(probe: ExporterProbe, facts: Facts, found: TargetAnswer | undefined): PrecheckFinding {
  const { container, expected } = probe
  const listening = listeningInstead(probe, facts)
  if (probe.url === undefined || found === undefined)
    return { kind: 'exporter-absent', container, expected, listening }
  const { answer, series, family } = found
  const { url } = probe
  if ('silence' in answer) {
    if (answer.silence === 'no-tool') return { kind: 'no-tool', tools: ['curl', 'bash', 'wget'] }
    const { silence, evidence } = answer
    return { kind: 'exporter-silent', url, container, silence, listening, evidence }
  }
  if (answer.status !== 200)
    return { kind: 'exporter-refused', url, status: answer.status, evidence: answer.body }
  if (series === 0 || (probe.family !== 'up' && family === 0))
    return { kind: 'exporter-without-family', url, family: probe.family, series }
  if (found.down.length > 0) return watchedDown(probe, found)
  if (probe.found !== undefined) return { kind: 'exporter-elsewhere', expected, found: probe.found, series }
  const shown = [
    { name: 'HTTP', value: safeLine(String(answer.status)) },
    { name: 'series', value: safeLine(String(series)) },
    { name: 'time', value: safeLine(`${answer.seconds.toFixed(2)} s`) },
    { name: 'at', value: safeLine(url) },
  ]
  return { kind: 'good', facts: shown }
}

/** It answers, and says itself that what it watches is down. */
function watchedDown(
  { exporter, container, target }: ExporterProbe,
  { down, words }: TargetAnswer,
): PrecheckFinding {
  const evidence = exporterWords(words)
  const names = new Set(down.map((line) => line.split(/[{ ]/u, 1)[0] ?? ''))
  const services = [...names].map((metric) => ({
    exporter,
    container,
    metric: safeLine(metric),
    ...(target === undefined ? {} : { target }),
    evidence,
  }))
  return { kind: 'watched-down', services, log: safeText(words) }
}

/** What its container listens on, or who is on its port: `10.0.0.11:18080 (prometheus_cadvisor)`. */
function listeningInstead({ container, port }: ExporterProbe, { listeners }: Facts): string[] {
  return listeners
    .filter((listener) => listener.container === container || listener.port === port)
    .map(({ host, port: at, container: by }) => {
      const place = endpoint({ host, port: at })
      return by === undefined ? place : `${place} (${by})`
    })
}
