import type { Failure } from '../../../src/model/failure.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Result } from '../../../src/model/result.ts'
import { failed } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { LogListener, LogSelection, Services } from '../../../src/play/role.ts'
import { withHosts } from '../fleet/with-hosts.ts'
import { type LogOrder, readLogs } from '../programs/read-only/logs.ts'

/** Milliseconds for a log to be read, and, as good as without end, to be followed: timers count no further. */
const READ_DEADLINE = 600_000
const FOLLOW_DEADLINE = 24 * 24 * 3600 * 1000

/** Milliseconds before a node that is away is tried again; each time twice as long, up to a limit. */
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 30_000

/** Failures that waiting does not fix. */
const FINAL: readonly Failure['reason'][] = [
  'ssh-authentication',
  'ssh-key-unreadable',
  'ssh-negotiation',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'sudo-refused',
]

/**
 * Reads the logs of all nodes side by side. A node that is lost is reported and delays no other; one that is
 * followed is read again from where the connection was lost.
 */
export async function runLogs(
  nodes: readonly Node[],
  selection: LogSelection,
  listener: LogListener,
  services: Services,
): Promise<void> {
  const { stopping } = services.context.interruption
  const readNode = async (node: Node): Promise<void> => {
    const done = await (selection.follow ? follow : readOnce)(node, selection, listener, services)
    if (!done.ok && !stopping.aborted) listener.lost(node.name, done.failure)
    listener.ended(node.name)
  }
  await Promise.all(nodes.map(readNode))
}

async function readOnce(
  node: Node,
  selection: LogSelection,
  listener: LogListener,
  services: Services,
): Promise<Result<void>> {
  const line = (time: string, text: string): void => listener.line(node.name, time, text)
  return read(node, { ...selection, after: '', line, opened: () => undefined }, services)
}

async function follow(
  node: Node,
  selection: LogSelection,
  listener: LogListener,
  services: Services,
): Promise<Result<void>> {
  const { stopping } = services.context.interruption
  const state: FollowState = { last: '', ever: false, away: false, tries: 0 }
  const line = (time: string, text: string): void => {
    state.last = time
    listener.line(node.name, time, text)
  }
  const opened = (): void => {
    if (state.away) listener.back(node.name)
    Object.assign(state, { ever: true, away: false, tries: 0 })
  }
  for (;;) {
    const done = await read(node, { ...selection, after: state.last, line, opened }, services)
    if (done.ok || stopping.aborted || !state.ever || FINAL.includes(done.failure.reason)) return done
    if (!state.away) listener.away(node.name, done.failure)
    state.away = true
    await pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** state.tries), stopping)
    state.tries += 1
  }
}

/** How far a node that is followed was read. */
interface FollowState {
  /** When the last line was written. */
  last: string
  ever: boolean
  away: boolean
  /** Since its last line. */
  tries: number
}

type LogReading = Pick<LogOrder, keyof LogSelection | 'after' | 'line' | 'opened'>

/** What is followed waits for the most part, and takes a place among the busy ones only to connect. */
async function read(node: Node, reading: LogReading, { context, connect }: Services): Promise<Result<void>> {
  const signal = context.interruption.stopping
  const aborted = failed({ reason: 'aborted', during: 'logs' } as const)
  const deadline = reading.follow ? FOLLOW_DEADLINE : READ_DEADLINE
  return withHosts(async (hosts) => {
    const host = await context.pool(async () => (signal.aborted ? aborted : connect(node)))
    if (!host.ok) return host
    hosts.push(host.value)
    const work = async (): Promise<Result<void>> =>
      signal.aborted ? aborted : readLogs({ ...reading, host: host.value, deadline, signal })
    return reading.follow ? work() : context.pool(work)
  })
}
