import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import type { Who } from './entry.ts'

/** This process. */
export function whoAmI(): Who {
  return { user: userName(), host: hostname(), pid: process.pid, started: startOf(process.pid) }
}

/** How a holder of a lease is named to people. */
export function holderName({ user, host, pid }: Who): string {
  return `${user}@${host} (process ${pid})`
}

/** Whether a process of this machine is gone; false for one of another machine, of which nothing is known. */
export function isGone(who: Who): boolean {
  if (who.host !== hostname()) return false
  return !exists(who.pid) || startOf(who.pid) !== who.started
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Boot and clock tick of a process's start, as Linux tells them; empty elsewhere. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The name of the program stands in brackets and may hold anything, brackets too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // One that has ended and was not yet waited for does nothing any more.
    return fields[0] === 'Z' ? '' : `${boot} ${fields[19] ?? ''}`
  } catch {
    return ''
  }
}

/** A user id without a name is a number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'somebody')
  }
}
