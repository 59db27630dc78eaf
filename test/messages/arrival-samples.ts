import type { FindingOf } from '../../src/messages/types/failures.ts'
import { safeText } from '../../src/values/safe-text.ts'

type Kinds =
  | 'series-uncounted'
  | 'series-missing'
  | 'scrapes-missing'
  | 'not-arrived'
  | 'other-process-arrived'

/** One Finding of each kind about what the tenant holds. */
export const ARRIVALS: { readonly [Kind in Kinds]: FindingOf<Kind> } = {
  'series-uncounted': { kind: 'series-uncounted' },
  'series-missing': {
    kind: 'series-missing',
    incomplete: [
      { job: 'openstack-node-exporter', held: 20, scraped: 1530 },
      { job: 'openstack-cadvisor', held: 7 },
    ],
    refusal: {
      cause: 'metric-series-limit',
      evidence: safeText('err-mimir-max-series-per-metric'),
      limit: 20,
      metric: safeText('node_cpu_seconds_total'),
    },
  },
  'scrapes-missing': { kind: 'scrapes-missing', incomplete: [{ job: 'prometheus-worker', missing: 2 }] },
  'not-arrived': { kind: 'not-arrived', missing: ['node_', 'container_'] },
  'other-process-arrived': { kind: 'other-process-arrived', expected: 1795377000, found: 1795370000 },
}
