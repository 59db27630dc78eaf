import type { Host } from '../../../src/model/host.ts'
import { DEFAULTS } from '../defaults.ts'
import { program } from '../programs.ts'
import { runProgram } from './run-program.ts'

/** Milliseconds for the node to look through the worker's log. */
const DEADLINE = 20_000

/** What the worker itself wrote lately about sending; empty where it wrote nothing or could not be asked. */
export async function complaints(host: Host, signal: AbortSignal): Promise<string> {
  const text = program('log', { SERVICE: DEFAULTS.service })
  const answer = await runProgram({
    host,
    title: 'log',
    program: text,
    deadline: DEADLINE,
    signal,
    cancellable: true,
  })
  return answer.ok ? (answer.value.facts.get('log')?.value ?? '') : ''
}
