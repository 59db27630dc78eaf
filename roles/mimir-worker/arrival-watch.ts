import type { Master, MasterTrouble, Row } from '../../src/master/master.ts'
import { DEFAULTS } from './defaults.ts'
import { moment } from './moment.ts'

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
  /** The metric that proves the arrival of each job, over all jobs of all nodes; each pair once. */
  readonly witnesses: readonly Witness[]
}

export interface Witness {
  readonly job: string
  readonly metric: string
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
    // One selector for all witnesses would not do: `timestamp` drops the name, and two metrics of one target, such as
    // mysql_up and process_start_time_seconds, then have the same labels, which is an error of the whole query.
    witnesses
      .map(
        ({ job, metric }) =>
          `max by (node, job) (timestamp(${metric}{${labels},job=${JSON.stringify(job)}}))`,
      )
      .join(' or '),
  ]
}

/** Values are times; what a node made of them that is none counts as not there. */
function rows(answer: { readonly ok: boolean; readonly value?: readonly Row[] } | undefined): readonly Row[] {
  return (answer?.value ?? []).filter(({ value }) => moment(value) !== undefined)
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

/**
 * Gives the newest word of the master; asks it at most once in `interval` milliseconds, however many nodes wait, and
 * not again while it is still thinking.
 */
export function arrivalWatch(
  askOnce: () => Promise<(node: string) => Arrival>,
  interval: number,
): (node: string) => Promise<Arrival> {
  let askAgainFrom = Number.NEGATIVE_INFINITY
  let answer: Promise<(node: string) => Arrival> | undefined
  const ask = async (): Promise<(node: string) => Arrival> => {
    const asked = performance.now()
    askAgainFrom = Number.POSITIVE_INFINITY
    try {
      return await askOnce()
    } finally {
      askAgainFrom = asked + interval
    }
  }
  return async (node) => {
    if (answer === undefined || performance.now() >= askAgainFrom) answer = ask()
    return (await answer)(node)
  }
}
