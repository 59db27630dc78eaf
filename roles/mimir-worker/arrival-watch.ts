import type { Master, MasterTrouble, Row } from '../../src/master/master.ts'
import { DEFAULTS } from './defaults.ts'

/** What the master has of one node, as the tenant sees it. */
export type Arrival =
  | { readonly trouble: MasterTrouble }
  | {
      /** process_start_time_seconds of the worker; undefined where there is none. */
      readonly processStart: number | undefined
      /** prometheus_config_last_reload_success_timestamp_seconds of the worker. */
      readonly reloadedAt: number | undefined
      /** Job → time of the newest sample of its witness metric, seconds since 1970. */
      readonly witnesses: ReadonlyMap<string, number>
    }

export interface ArrivalQuestion {
  readonly tenant: string
  /** External labels that all workers of this cloud carry. */
  readonly cluster: string
  /** Metrics that prove the arrival of a family, over all jobs of all nodes. */
  readonly witnesses: readonly string[]
}

/** Ask the master once for the arrival of the whole fleet: three queries, however many nodes. Node name → arrival. */
export async function askArrival(
  master: Master,
  question: ArrivalQuestion,
  signal: AbortSignal,
): Promise<(node: string) => Arrival> {
  const { tenant } = question
  const [starts, reloads, witnesses] = await Promise.all(
    expressions(question).map(async (expression) => master(tenant, expression, signal)),
  )
  for (const answer of [starts, reloads, witnesses]) {
    if (answer !== undefined && !answer.ok) return () => ({ trouble: answer.failure })
  }
  const startOf = byNode(rows(starts))
  const reloadOf = byNode(rows(reloads))
  const witnessesOf = witnessesByNode(rows(witnesses))
  return (node) => ({
    processStart: startOf.get(node),
    reloadedAt: reloadOf.get(node),
    witnesses: witnessesOf.get(node) ?? new Map(),
  })
}

function expressions({ cluster, witnesses }: ArrivalQuestion): string[] {
  const labels = `cluster=${JSON.stringify(cluster)}`
  const self = `${labels},job=${JSON.stringify(DEFAULTS.selfJob)}`
  return [
    `max by (node) (process_start_time_seconds{${self}})`,
    `max by (node) (prometheus_config_last_reload_success_timestamp_seconds{${self}})`,
    `max by (node, job) (timestamp({__name__=~${JSON.stringify(witnesses.join('|'))},${labels}}))`,
  ]
}

function rows(answer: { readonly ok: boolean; readonly value?: readonly Row[] } | undefined): readonly Row[] {
  return answer?.value ?? []
}

function byNode(found: readonly Row[]): Map<string, number> {
  return new Map(found.map(({ labels, value }) => [labels['node'] ?? '', value]))
}

function witnessesByNode(found: readonly Row[]): Map<string, Map<string, number>> {
  const nodes = new Map<string, Map<string, number>>()
  for (const { labels, value } of found) {
    const node = labels['node'] ?? ''
    const jobs = nodes.get(node) ?? new Map<string, number>()
    jobs.set(labels['job'] ?? '', value)
    nodes.set(node, jobs)
  }
  return nodes
}

/** Gives the newest word of the master; asks it at most once in `interval` milliseconds, however many nodes wait. */
export function arrivalWatch(
  askOnce: () => Promise<(node: string) => Arrival>,
  interval: number,
): (node: string) => Promise<Arrival> {
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<(node: string) => Arrival> | undefined
  return async (node) => {
    const now = performance.now()
    if (answer === undefined || now - asked >= interval) {
      asked = now
      answer = askOnce()
    }
    return (await answer)(node)
  }
}
