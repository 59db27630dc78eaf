import type { CheckResult, DownService } from '../../../src/model/check.ts'
import { type SafeText, safeLine, safeText } from '../../../src/values/safe-text.ts'
import { errorField } from '../mimir/rejection-causes.ts'

/** Containers of exporters that say that something is down, and have not been asked why. */
export function silentWitnesses(results: readonly CheckResult[]): string[] {
  const services = results.flatMap(({ finding }) => (finding.kind === 'watched-down' ? finding.services : []))
  return [...new Set(services.map(({ container }) => container))]
}

/** The results with what the exporters themselves logged about what is down. */
export function withExporterLogs(
  results: readonly CheckResult[],
  logs: ReadonlyMap<string, string>,
): CheckResult[] {
  return results.map((result) => {
    if (result.finding.kind !== 'watched-down') return result
    const services = result.finding.services.map((service) => ({
      ...service,
      evidence: exporterWords(logs.get(service.container) ?? ''),
    }))
    return { ...result, finding: { kind: 'watched-down', services, log: together(services, logs) } }
  })
}

/** The last line that says why, without its time, so that it is the same on many nodes. */
export function exporterWords(log: string): SafeText {
  const last = log.trimEnd().split('\n').at(-1) ?? ''
  return safeLine(errorField(last) || last, 300)
}

function together(services: readonly DownService[], logs: ReadonlyMap<string, string>): SafeText {
  const containers = [...new Set(services.map(({ container }) => container))]
  const parts = containers.flatMap((container) => {
    const log = logs.get(container) ?? ''
    return log === '' ? [] : [`${container}:\n${log}`]
  })
  return safeText(parts.join('\n'))
}
