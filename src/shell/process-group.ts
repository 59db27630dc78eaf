import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { processStat } from './process-stat.ts'

/** Milliseconds between two checks whether a process group has ended. */
const POLL_EVERY = 50

/** The members of a child process that say whether it has ended. */
type Leader = Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode'>

/** Whether a child was waited for; until then no other process gets its id. */
export function isReaped({ exitCode, signalCode }: Leader): boolean {
  return exitCode !== null || signalCode !== null
}

/**
 * Ends the process group that a child leads: by SIGTERM, and by SIGKILL after `grace` milliseconds, or at once where
 * there are none. The child may end long before what it started: only an empty group has ended.
 */
export function endGroup(leader: Leader, grace: number, ended: () => void): void {
  if (grace > 0) signalGroup(leader, 'SIGTERM')
  const until = performance.now() + grace
  const poll = (): void => {
    const isGone = isReaped(leader) && !hasMembers(leader)
    if (!isGone && performance.now() < until) {
      setTimeout(poll, POLL_EVERY)
      return
    }
    if (!isGone) signalGroup(leader, 'SIGKILL')
    ended()
  }
  poll()
}

/** A process that has ended and was not waited for can still be signalled, but does nothing any more. */
function hasMembers(leader: Leader): boolean {
  if (!signalGroup(leader, 0)) return false
  try {
    const processes = readdirSync('/proc').filter((name) => /^\d+$/u.test(name))
    return processes.some((pid) => isMember(pid, String(leader.pid)))
  } catch {
    return true
  }
}

function isMember(pid: string, group: string): boolean {
  const stat = processStat(pid)
  return stat?.group === group && stat.state !== 'Z'
}

/** Whether there was a group to signal. */
function signalGroup({ pid }: Leader, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
