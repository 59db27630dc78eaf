import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { processStat } from '../shell/process-stat.ts'
import type { Who } from './entry.ts'

/** This process. */
export function whoAmI(): Who {
  return { user: userName(), host: hostname(), pid: process.pid, started: startOf(process.pid) }
}

/** The name of a lease's holder, for people. */
export function holderName({ user, host, pid }: Who): string {
  return `${user}@${host} (process ${pid})`
}

/** Whether a process would be one of this machine. */
export function isHere(who: Who): boolean {
  return who.host === hostname()
}

/** Whether a process of this machine is gone; false for one of another machine, of which nothing is known. */
export function isGone(who: Who): boolean {
  if (!isHere(who)) return false
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

/** Boot and clock tick of a process's start, as Linux shows them; empty elsewhere, and for one that has ended. */
function startOf(pid: number): string {
  const stat = processStat(pid)
  if (stat === undefined || stat.state === 'Z') return ''
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${stat.start}`
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
