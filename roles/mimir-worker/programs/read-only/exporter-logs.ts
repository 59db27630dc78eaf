import type { Host } from '../../../../src/model/host.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

/** Milliseconds for the node to read the logs. */
const DEADLINE = 20_000

/** Container → its last errors, or else the end of its log; containers of which nothing can be read are not there. */
export async function exporterLogs(
  host: Host,
  containers: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const answer = await runProgram({
    host,
    title: 'exporter-logs',
    program: program('exporter-logs', { CONTAINERS: containers.join(' ') }),
    deadline: DEADLINE,
    signal,
    cancellable: true,
  })
  if (!answer.ok) return new Map()
  return new Map(
    containers.flatMap((container) => {
      const log = answer.value.facts.get(container)?.value ?? ''
      return log === '' ? [] : [[container, log] as const]
    }),
  )
}
