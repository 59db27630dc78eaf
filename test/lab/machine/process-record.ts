import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** A process that the lab started. The start time tells it from a later process that got the same number. */
interface ProcessRecord {
  readonly pid: number
  /** Clock ticks since boot, as /proc/PID/stat has it, and the boot's own id. */
  readonly startTime: string
}

/** Writes down a process that was just started; nothing where it has already ended. */
export async function recordProcess(file: string, pid: number): Promise<void> {
  const startTime = await startTimeOf(pid)
  if (startTime !== undefined) await writeFile(file, JSON.stringify({ pid, startTime }))
}

/** The recorded process's pid while it is still that same process; undefined otherwise. */
export async function recordedPid(file: string): Promise<number | undefined> {
  const record = parseRecord(await readFile(file, 'utf8').catch(() => ''))
  if (record === undefined) return undefined
  return (await startTimeOf(record.pid)) === record.startTime ? record.pid : undefined
}

/** Ends the recorded process, waits until it is gone, and forgets it. */
export async function endRecorded(file: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const pid = await recordedPid(file)
  if (pid !== undefined) {
    signalProcess(pid, signal)
    for (let waited = 0; waited < 5000 && (await recordedPid(file)) !== undefined; waited += 10)
      await pause(10)
  }
  await rm(file, { force: true })
}

/** A process that has gone meanwhile is what was wanted. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Pure: the state and start time of /proc/PID/stat, whose second field may hold spaces and parentheses. */
export function parseStat(stat: string): { readonly state: string; readonly ticks: string } | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, ticks] = [fields[0], fields[19]]
  return state === undefined || ticks === undefined ? undefined : { state, ticks }
}

async function startTimeOf(pid: number): Promise<string | undefined> {
  const stat = parseStat(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
  if (stat === undefined || stat.state === 'Z') return undefined
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  return `${boot.trim()}/${stat.ticks}`
}

function parseRecord(text: string): ProcessRecord | undefined {
  if (text === '') return undefined
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value))
    return undefined
  const { pid, startTime } = value
  return typeof pid === 'number' && typeof startTime === 'string' ? { pid, startTime } : undefined
}
