import type { Host } from '../../../../src/model/host.ts'
import type { Facts } from '../../node/facts.ts'
import { DEFAULTS } from '../../worker/defaults.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

/** Milliseconds for the node to search the worker's log. */
const DEADLINE = 20_000

/** Errors that the worker logged; each is empty where there are none or the log cannot be read. */
export interface WorkerErrors {
  /** Lately about sending. */
  readonly sending: string
  /** Its first errors since it last read its configuration. */
  readonly loading: string
}

/** Seconds within which Prometheus repeats an error that goes on; what was logged earlier may be cured. */
const LATELY = 180

/** What was logged lately, and since the configuration was loaded, where a look at the worker says when that was. */
export async function workerErrors(
  host: Host,
  facts: Facts | undefined,
  signal: AbortSignal,
): Promise<WorkerErrors> {
  const text = program('worker-errors', { SERVICE: DEFAULTS.service, SINCE: since(facts) })
  const answer = await runProgram({
    host,
    title: 'worker-errors',
    program: text,
    deadline: DEADLINE,
    signal,
    cancellable: true,
  })
  const fact = (name: string): string => (answer.ok ? (answer.value.facts.get(name)?.value ?? '') : '')
  return { sending: fact('log'), loading: fact('loading') }
}

/** As the engine takes it. */
function since(facts: Facts | undefined): string {
  const loaded = facts?.worker?.reloadedAt
  if (facts === undefined || loaded === undefined || facts.now - loaded >= LATELY) return `${LATELY}s`
  return loaded.toFixed(3)
}
