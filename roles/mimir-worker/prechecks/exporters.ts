import type { PrecheckFinding, PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Facts } from '../node/facts.ts'
import type { Aim } from './exporter-probes.ts'
import type { Inspection, TargetAnswer } from './inspection.ts'
import { skipped } from './result.ts'

/** Each expected exporter by hand, as the guide's chapter on trouble does with curl. */
export function exporters(aims: readonly Aim[], facts: Facts, { targets }: Inspection): PrecheckResult[] {
  return aims.map((aim) => ({ ...resultOf(aim, facts, targets.get(aim.name)), subject: aim.name }))
}

function resultOf(aim: Aim, facts: Facts, found: TargetAnswer | undefined): PrecheckResult {
  const finding = judged(aim, facts, found)
  if (finding.kind === 'no-tool') return skipped('exporter', finding)
  const well = finding.kind === 'good' || finding.kind === 'exporter-elsewhere'
  return { precheck: 'exporter', state: well ? 'passed' : 'failed', finding }
}

function judged(aim: Aim, facts: Facts, found: TargetAnswer | undefined): PrecheckFinding {
  const { container, expected } = aim
  const listening = listeningInstead(aim, facts)
  if (aim.url === undefined || found === undefined)
    return { kind: 'exporter-absent', container, expected, listening }
  const { answer, series, family } = found
  const { url } = aim
  if ('silence' in answer) {
    if (answer.silence === 'no-tool') return { kind: 'no-tool', tools: ['curl', 'bash', 'wget'] }
    const { silence, evidence } = answer
    return { kind: 'exporter-silent', url, container, silence, listening, evidence }
  }
  if (answer.status !== 200)
    return { kind: 'exporter-refused', url, status: answer.status, evidence: answer.body }
  if (series === 0 || (aim.family !== 'up' && family === 0))
    return { kind: 'exporter-without-family', url, family: aim.family, series }
  if (aim.found !== undefined) return { kind: 'exporter-elsewhere', expected, found: aim.found, series }
  const told = [
    { name: 'HTTP', value: safeLine(String(answer.status)) },
    { name: 'series', value: safeLine(String(series)) },
    { name: 'time', value: safeLine(`${answer.seconds.toFixed(2)} s`) },
    { name: 'at', value: safeLine(url) },
  ]
  return { kind: 'good', facts: told }
}

/** What its container listens on, or who is on its port: `10.0.0.11:18080 (prometheus_cadvisor)`. */
function listeningInstead({ container, port }: Aim, { listeners }: Facts): string[] {
  return listeners
    .filter((one) => one.container === container || one.port === port)
    .map(({ host, port: at, container: by }) => {
      const place = host.includes(':') ? `[${host}]:${at}` : `${host}:${at}`
      return by === undefined ? place : `${place} (${by})`
    })
}
