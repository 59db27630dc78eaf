import type { Mimir, MimirHistory, Track, VectorRow } from '../../../src/mimir/mimir.ts'
import { success } from '../../../src/model/result.ts'
import type { FakeNode } from './fake-node.ts'
import { SETTINGS } from './sample.ts'

export interface FakeMimir {
  readonly mimir: Mimir
  readonly history: MimirHistory
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
    history: async (_, expression) => Promise.resolve(success(tracks(nodes, expression))),
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
      return jobs.map((job) => row(Math.max(reloadedAt + 5, one.clock()), { node, job }))
    if (expression.startsWith('label_replace(sum by (node) (increase('))
      return ['grown', 'latest'].map((about) => row(0, { node, about }))
    if (expression.startsWith('label_replace(count by (node, job, cluster)'))
      return jobs.flatMap((job) =>
        ['held', 'scraped'].flatMap((about) => [
          row(100, { node, job, cluster: 'openstack', about }),
          row(100, { node, job, about }),
        ]),
      )
    if (expression.startsWith('label_replace('))
      return Object.entries({ processes: 1, jumps: 0, oldest: startTime, newest: startTime }).map(
        ([about, value]) => row(value, { node, about }),
      )
    throw new Error(`Mimir was not told: ${expression}`)
  })
}

/** Three scrapes since each worker loaded its configuration; of a process before the present one it never heard. */
function tracks(nodes: readonly FakeNode[], expression: string): Track[] {
  const range = /^up\{.*\}\[(?<seconds>\d+)s\]$/u.exec(expression)?.groups?.['seconds']
  if (range === undefined) {
    if (expression.startsWith('process_start_time_seconds{')) return []
    throw new Error(`Mimir was not told: ${expression}`)
  }
  const interval = (Number(range) - 15) / 4.5
  return nodes.flatMap((one) => {
    const { jobs, reloadedAt } = one.running() ?? { jobs: [], reloadedAt: 0 }
    const samples = [0, 1, 2].map((scrape) => [reloadedAt + 1 + scrape * interval, 1] as const)
    return jobs.map((job) => ({ labels: { node: one.host.name, job }, samples }))
  })
}

function row(value: number, labels: VectorRow['labels']): VectorRow {
  return { labels, value }
}
