import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { currentUser } from '../files/current-user.ts'
import { processStat } from '../shell/process-stat.ts'
import type { Who } from './entry.ts'

/** This process. */
export function whoAmI(): Who {
  return { user: currentUser(), host: hostname(), pid: process.pid, started: startOf(process.pid) }
}

/** The name of a lease's holder, for people. */
export function holderName({ user, host, pid }: Who): string {
  return `${user}@${host} (process ${pid})`
}

/** Whether a process is known to be gone. */
export function isGone(who: Who): boolean {
  return standing(who) === 'gone'
}

/** Whether a process is known to be here. */
export function isLiving(who: Who): boolean {
  return standing(who) === 'living'
}

/** Nothing is known of another machine's processes, nor of another container's that has the name of this one. */
function standing({ host, pid, started }: Who): 'living' | 'gone' | 'unknown' {
  if (host !== hostname() || isElsewhere(started)) return 'unknown'
  return exists(pid) && startOf(pid) === started ? 'living' : 'gone'
}

/** Of this boot, and of a numbering of processes that is not this process's. */
function isElsewhere(started: string): boolean {
  const [boot, namespace] = started.split(' ')
  const [ownBoot, ownNamespace] = startOf(process.pid).split(' ')
  return boot === ownBoot && namespace !== ownNamespace
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Boot, numbering of processes and clock tick of a process's start; empty where Linux shows none, and for one that has ended. */
function startOf(pid: number): string {
  const stat = processStat(pid)
  if (stat === undefined || stat.state === 'Z') return ''
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')} ${stat.start}`
  } catch {
    return ''
  }
}
