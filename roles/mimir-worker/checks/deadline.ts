import { parseDuration } from '../../../src/values/duration.ts'
import { isRecord, textOf } from '../../../src/values/json.ts'
import type { DesiredGeneration } from '../generation/generation.ts'
import type { PrometheusDocument } from '../generation/prometheus.ts'
import { DEFAULTS, SEND_DEADLINE } from '../worker/defaults.ts'
import type { ProvenJob, ProvenVars } from '../worker/vars.ts'

/** Milliseconds beyond the slowest scrape and its sending within which nothing can be verified: storing and querying. */
const STORING = 40_000

/** Milliseconds beyond the window of the fleet's query: an earlier sender has left it by then. */
const SETTLING = 15_000

/** Milliseconds more in the window than two scrapes and their sending need. */
const SLACK = 25_000

interface Rhythm {
  readonly jobs: readonly Pick<ProvenJob, 'name' | 'interval'>[]
}

/** A worker to be verified, as far as it decides how long that takes. */
export interface Proof<Vars = ProvenVars> {
  readonly vars: Vars
  readonly generation: Pick<DesiredGeneration, 'document'>
}

/** Milliseconds that a sample may wait on the node for others to be sent with. */
export function sendDeadlineIn({ remote_write: [queue] }: PrometheusDocument): number {
  const settings = isRecord(queue) && isRecord(queue['queue_config']) ? queue['queue_config'] : {}
  return parseDuration(textOf(settings, 'batch_send_deadline')) ?? SEND_DEADLINE
}

/** Milliseconds within which a healthy worker is verified, and `atLeast`. */
export function deadlineFor(proof: Proof<Rhythm>, atLeast: number): number {
  return Math.max(
    atLeast,
    slowest(proof.vars.jobs) + sendDeadlineIn(proof.generation.document) + STORING,
    windowFor([proof]) * 1000 + SETTLING,
  )
}

/** Seconds in which each worker sends itself at least twice: two senders under one name are then distinguished. */
export function windowFor(workers: readonly Proof<Rhythm>[]): number {
  const needed = workers.map(
    ({ vars, generation }) => 2 * slowest(vars.jobs.filter(isSelf)) + sendDeadlineIn(generation.document),
  )
  return Math.ceil((Math.max(0, ...needed) + SLACK) / 1000)
}

/** The longest scrape interval in milliseconds. */
function slowest(jobs: Rhythm['jobs']): number {
  return Math.max(0, ...jobs.map(({ interval }) => parseDuration(interval) ?? 0))
}

function isSelf({ name }: Rhythm['jobs'][number]): boolean {
  return name === DEFAULTS.selfJob
}
