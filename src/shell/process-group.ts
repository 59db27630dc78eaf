import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds between two looks whether a process group has ended. */
const LOOK_EVERY = 50

/** What of a child tells whether it has ended. */
type Leader = Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode'>

/** Until then its process id is its own. */
export function isReaped({ exitCode, signalCode }: Leader): boolean {
  return exitCode !== null || signalCode !== null
}

/**
 * Ends the process group that a child leads, politely first where there are milliseconds to be patient. The child may be
 * gone long before what it started: only an empty group has ended.
 */
export function endGroup(leader: Leader, patience: number, ended: () => void): void {
  if (patience > 0) signalGroup(leader, 'SIGTERM')
  const until = performance.now() + patience
  const look = (): void => {
    const isGone = isReaped(leader) && !hasMembers(leader)
    if (!isGone && performance.now() < until) {
      setTimeout(look, LOOK_EVERY)
      return
    }
    if (!isGone) signalGroup(leader, 'SIGKILL')
    ended()
  }
  look()
}

/** Whoever has ended and is waited for by nobody can still be signalled, and does nothing any more. */
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
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold anything, brackets too.
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return itsGroup === group && state !== 'Z'
  } catch {
    return false
  }
}

/** Whether there was a group to be told. */
function signalGroup({ pid }: Leader, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
