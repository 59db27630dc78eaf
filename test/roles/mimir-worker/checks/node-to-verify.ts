import { verify } from '../../../../roles/mimir-worker/checks/verify-node.ts'
import type { Absence } from '../../../../roles/mimir-worker/mimir/absence.ts'
import type { Arrival } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import type { Completeness } from '../../../../roles/mimir-worker/mimir/completeness.ts'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import type { CheckResult } from '../../../../src/model/check.ts'
import { type Result, success } from '../../../../src/model/result.ts'
import { arrived, complete, facts, GENERATION, VARS, worker } from '../sample.ts'

/** Mimir knows the process, and has no samples of its jobs. */
export const EMPTY = arrived({ sentinels: new Map() })

/** A look, so many seconds after the first one, at a worker of which so many samples were refused. */
export function refusing(refused: number, seconds = 0): Facts {
  const samples = worker().samples.map((one) => {
    if (one.metric.endsWith('failed_total')) return { ...one, value: refused }
    return /samples_total|highest/u.test(one.metric) ? { ...one, value: one.value + seconds } : one
  })
  const targets = worker().targets
  return facts({ now: facts().now + seconds, worker: worker({ samples, targets }) })
}

interface World {
  readonly first?: Facts
  /** What each look sees; one look more than these is a defect. */
  readonly looks?: readonly (Facts | Result<Facts>)[]
  /** What Mimir says, in turn; the last one stays. */
  readonly arrivals?: readonly Arrival[]
  readonly deadline?: number
  /** What is counted, in turn; then all is there. */
  readonly counted?: readonly Completeness[]
  readonly absent?: Absence
  /** What the worker wrote about sending. */
  readonly log?: string
  /** What each exporter wrote. */
  readonly exporterLog?: string
  readonly serviceDown?: 'warning' | 'error'
}

/** Verifies a node in that world; one look more than it has is a defect. */
export function start(world: World) {
  const { first, looks = [], arrivals = [arrived()], deadline = 60_000, log = '', absent } = world
  const { exporterLog = '', serviceDown = 'warning' } = world
  const counts = [...(world.counted ?? [])]
  const abort = new AbortController()
  const judged: (readonly CheckResult[])[] = []
  const waiting: string[] = []
  const countedSince: number[] = []
  let [observed, asked] = [0, 0]
  const result = verify({
    expected: { vars: VARS, generation: GENERATION, project: 'mimir-worker' },
    first,
    observeAgain: async () => {
      const evidence = looks[observed]
      observed += 1
      if (evidence === undefined) throw new Error(`there is no ${observed}th look`)
      return Promise.resolve('ok' in evidence ? evidence : success(evidence))
    },
    arrival: async () => {
      const answer = arrivals[Math.min(asked, arrivals.length - 1)]
      asked += 1
      if (answer === undefined) throw new Error('Mimir was not told what to say')
      return Promise.resolve(answer)
    },
    completeness: async ({ loadedFor }) => {
      countedSince.push(loadedFor)
      return Promise.resolve(counts.shift() ?? complete())
    },
    absence: async () => Promise.resolve(absent),
    starts: new Map(),
    workerErrors: async () => Promise.resolve({ sending: log, loading: '' }),
    exporterLogs: async (containers) =>
      Promise.resolve(new Map(containers.map((name) => [name, exporterLog]))),
    serviceDown,
    deadline,
    signal: abort.signal,
    waiting: (checks, seconds) => waiting.push(`${checks.join(' ')} ${seconds}`),
    judged: (checks) => judged.push(checks),
  })
  return { result, judged, waiting, abort, counts, countedSince, looks: () => observed }
}
