import type { Host } from '../../../../src/model/host.ts'
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

export async function workerErrors(host: Host, signal: AbortSignal): Promise<WorkerErrors> {
  const text = program('worker-errors', { SERVICE: DEFAULTS.service })
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
