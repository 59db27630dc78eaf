import { readFileSync } from 'node:fs'

/** What Linux shows of a process in /proc/PID/stat. */
export interface ProcessStat {
  /** `Z` for a process that has ended and was not yet waited for. */
  readonly state: string
  readonly group: string
  /** Clock ticks from boot to its start. */
  readonly start: string
}

/** The stat of a process; undefined where there is no such process, or no /proc. */
export function processStat(pid: number | string): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold anything, also brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', group: fields[2] ?? '', start: fields[19] ?? '' }
  } catch {
    return undefined
  }
}
