import { EXPORTERS } from '../../../src/kolla/releases/exporters.ts'
import type { Mimir, MimirQueryError, VectorRow } from '../../../src/mimir/mimir.ts'
import type { Result } from '../../../src/model/result.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import type { ProvenJob } from '../worker/vars.ts'

/** The metrics of a job that are 1 as long as what its exporter watches is up; a regular expression of whole names. */
export interface UpMetrics {
  readonly job: string
  readonly metrics: string
}

/** A metric that is 0 under a node's name. */
export interface DownMetric {
  readonly job: string
  readonly metric: string
  readonly instance: string
}

/** What exporters say to be down, by what Mimir has of them. */
export type DownMetrics = { readonly queryError: MimirQueryError } | { readonly down: readonly DownMetric[] }

/** The jobs that say of themselves whether what they watch is up, each once. */
export function upMetricsOf(jobs: readonly Pick<ProvenJob, 'name' | 'exporter'>[]): UpMetrics[] {
  const exporters = new Map(jobs.map(({ name, exporter }) => [name, exporter]))
  return [...exporters].flatMap(([job, exporter]) => {
    const { upMetrics, earlier } = EXPORTERS.find(({ name }) => name === exporter) ?? {}
    const metrics = upMetrics ?? earlier?.upMetrics
    return metrics === undefined ? [] : [{ job, metrics }]
  })
}

const NONE: DownMetrics = { down: [] }

/** One query for the fleet: which exporters answer although what they watch is down. Node name → what is. */
export async function queryDown(
  run: (expression: string) => ReturnType<Mimir>,
  cluster: string,
  upMetrics: readonly UpMetrics[],
): Promise<(node: string) => DownMetrics> {
  if (upMetrics.length === 0) return () => NONE
  return downByNode(await run(downOf(cluster, upMetrics)))
}

/** A comparison keeps the names of the metrics; jobs differ in a label, so that none hides another. */
function downOf(cluster: string, upMetrics: readonly UpMetrics[]): string {
  return upMetrics
    .map(({ job, metrics }) => {
      const matchers = [
        `__name__=~${JSON.stringify(metrics)}`,
        `cluster=${JSON.stringify(cluster)}`,
        `job=${JSON.stringify(job)}`,
      ]
      return `{${matchers.join(',')}} == 0`
    })
    .join(' or ')
}

function downByNode(answer: Result<VectorRow[], MimirQueryError>): (node: string) => DownMetrics {
  if (!answer.ok) return () => ({ queryError: answer.failure })
  const found = answer.value.map(({ labels }) => {
    const { node = '', job = '', instance = '', __name__: metric = '' } = labels
    return { node, job, metric, instance }
  })
  const nodes = groupBy(found, ({ node }) => node)
  return (name) => ({
    down: (nodes.get(name) ?? []).map(({ job, metric, instance }) => ({ job, metric, instance })),
  })
}
