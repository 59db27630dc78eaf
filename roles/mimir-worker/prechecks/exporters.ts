import type { PrecheckFinding, PrecheckResult } from '../../../src/model/precheck.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
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
  return probes.map((probe) => ({ ...resultOf(probe, facts, targets.get(probe.name)), subject: probe.name }))
}

function resultOf(probe: ExporterProbe, facts: Facts, found: TargetAnswer | undefined): PrecheckResult {
  const finding = judged(probe, facts, found)
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
  if (probe.found !== undefined) return { kind: 'exporter-elsewhere', expected, found: probe.found, series }
  const shown = [
    { name: 'HTTP', value: safeLine(String(answer.status)) },
    { name: 'series', value: safeLine(String(series)) },
    { name: 'time', value: safeLine(`${answer.seconds.toFixed(2)} s`) },
    { name: 'at', value: safeLine(url) },
  ]
  return { kind: 'good', facts: shown }
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
