import type { Node } from '../../src/model/node.ts'
import type { Result } from '../../src/model/result.ts'
import { failed } from '../../src/model/result.ts'
import type { LogListener, LogWishes, RoleMeans } from '../../src/play/role.ts'
import { readLogs } from './tasks/read-logs.ts'

/** Milliseconds for a log to be read, and, as good as without end, to be followed: timers count no further. */
const READ_DEADLINE = 600_000
const FOLLOW_DEADLINE = 24 * 24 * 3600 * 1000

/** Read the logs of all nodes side by side. A node that is lost is told, and costs the others nothing. */
export async function playLogs(
  nodes: readonly Node[],
  wishes: LogWishes,
  listener: LogListener,
  means: RoleMeans,
): Promise<void> {
  const { stopping } = means.stage.interruption
  const one = async (node: Node): Promise<void> => {
    const done = await read(node, wishes, listener, means)
    if (!done.ok && !stopping.aborted) listener.lost(node.name, done.failure)
    listener.ended(node.name)
  }
  await Promise.all(nodes.map(one))
}

/** What is followed waits for the most part, and takes a place among the busy ones only to connect. */
async function read(
  node: Node,
  wishes: LogWishes,
  listener: LogListener,
  { stage, connect }: RoleMeans,
): Promise<Result<void>> {
  const signal = stage.interruption.stopping
  const aborted = failed({ reason: 'aborted', during: 'logs' } as const)
  const host = await stage.pool(async () => (signal.aborted ? aborted : connect(node)))
  if (!host.ok) return host
  const deadline = wishes.follow ? FOLLOW_DEADLINE : READ_DEADLINE
  const line = (time: string, text: string): void => listener.line(node.name, time, text)
  const work = async (): Promise<Result<void>> =>
    signal.aborted ? aborted : readLogs({ ...wishes, host: host.value, deadline, signal, line })
  const done = wishes.follow ? await work() : await stage.pool(work)
  await host.value.close()
  return done
}
