import type { CheckResult } from '../../../src/model/check.ts'
import type { Evidence } from './evidence.ts'
import { passed, waiting } from './result.ts'
import { sameMoment } from './same-process.ts'

/** The operator's Grafana shows this very process, through the data source that carries the tenant's name. */
export function grafana({ arrival, facts }: Evidence): CheckResult {
  const sight = arrival?.grafana
  if (sight === undefined) return waiting('grafana', { kind: 'not-reached', after: 'arrival' })
  if ('queryError' in sight) return waiting('grafana', sight.queryError)
  const { datasource, url, processStart } = sight
  if (processStart === undefined || !sameMoment(processStart, facts.worker?.startTime ?? 0)) {
    return waiting('grafana', { kind: 'datasource-blind', name: datasource, url })
  }
  return passed('grafana', { datasource, url })
}
