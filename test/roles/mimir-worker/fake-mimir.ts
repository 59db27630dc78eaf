import type { Mimir, VectorRow } from '../../../src/mimir/mimir.ts'
import { success } from '../../../src/model/result.ts'
import type { FakeNode } from './fake-node.ts'
import { SETTINGS } from './sample.ts'

export interface FakeMimir {
  readonly mimir: Mimir
  readonly asked: readonly string[]
}

/** A Mimir that has of each node what its worker sends; throws on a question that it does not know. */
export function fakeMimir(nodes: readonly FakeNode[]): FakeMimir {
  const asked: string[] = []
  return {
    asked,
    mimir: async (tenant, expression) => {
      asked.push(`${tenant}: ${expression}`)
      return Promise.resolve(success(tenant === SETTINGS.tenant ? rows(nodes, expression) : []))
    },
  }
}

function rows(nodes: readonly FakeNode[], expression: string): VectorRow[] {
  return nodes.flatMap((one) => {
    const { name: node } = one.host
    const worker = one.running()
    if (worker === undefined) return []
    const { startTime, reloadedAt, jobs } = worker
    if (expression.startsWith('max by (node) (process_start_time_seconds{')) return [row(startTime, { node })]
    if (expression.startsWith('max by (node) (prometheus_config_last_reload_success'))
      return [row(reloadedAt, { node })]
    if (expression.startsWith('max by (node, job) (timestamp('))
      return jobs.map((job) => row(reloadedAt + 5, { node, job }))
    if (expression.startsWith('label_replace('))
      return Object.entries({ processes: 1, jumps: 0, oldest: startTime, newest: startTime }).map(
        ([about, value]) => row(value, { node, about }),
      )
    throw new Error(`Mimir was not told: ${expression}`)
  })
}

function row(value: number, labels: VectorRow['labels']): VectorRow {
  return { labels, value }
}
