import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { placeOf } from '../base/paths.ts'
import { nodeFile } from '../base/project.ts'
import { attempt, type Finished } from '../base/shell.ts'
import { netnsName, plugIn, plugOut, type Wire } from '../network/link.ts'
import { cgroupDirectories, makeCgroup, removeCgroup, thawForEnd } from './cgroup.ts'
import { endRecorded, recordedPid, recordProcess } from './process-record.ts'

/** Something with an address of its own: a node, the registry or the master. One namespace, one control group, one process. */
export interface Machine extends Wire {
  /** Its log, process record and, for a node, its disk. */
  readonly directory: string
}

export function machineOf(lab: string, subnet: number, machine: string, address: string): Machine {
  const place = placeOf(lab)
  return { place, subnet, machine, address, directory: join(place.stateDirectory, machine) }
}

/** Starts the machine's one process in its own network and control group, and writes down which process that is. */
export async function startMachine(machine: Machine, command: readonly string[]): Promise<void> {
  await stopMachine(machine)
  await mkdir(machine.directory, { recursive: true })
  await plugIn(machine)
  await makeCgroup(machine.place.name, machine.machine)
  const netns = `--net=/run/netns/${netnsName(machine.place, machine.machine)}`
  const child = await spawnInGroup(machine, ['nsenter', netns, ...command])
  if (child.pid === undefined) throw new Error(`${machine.machine}: bash could not be started`)
  await recordProcess(recordFile(machine), child.pid)
}

/** As if the power were cut: every process of the machine ends at once. The disk stays. */
export async function stopMachine(machine: Machine): Promise<void> {
  await thawForEnd(machine.place.name, machine.machine)
  await endRecorded(recordFile(machine), 'SIGKILL')
  await removeCgroup(machine.place.name, machine.machine)
  await plugOut(machine)
}

export async function isRunning(machine: Machine): Promise<boolean> {
  return (await recordedPid(recordFile(machine))) !== undefined
}

/** The last lines of what the machine's own process printed. */
export async function logTail(machine: Machine): Promise<string> {
  const log = await readFile(logFile(machine), 'utf8').catch(() => '')
  return log.trimEnd().split('\n').slice(-15).join('\n')
}

/** Runs a program in a node's every namespace and its control group, whatever its network does. Empty environment. */
export async function runInside(machine: Machine, command: readonly string[]): Promise<Finished> {
  const target = String(await initPid(machine))
  const inside = [
    'nsenter',
    '-t',
    target,
    '-m',
    '-u',
    '-i',
    '-n',
    '-p',
    '-C',
    '-r',
    '-w',
    'env',
    '-i',
    NODE_PATH,
  ]
  const groups = await cgroupDirectories(machine.place.name, machine.machine)
  return attempt('bash', [nodeFile('in-group'), ...groups, '--', ...inside, ...command])
}

/** Where this machine's processes see a path; the first process of the node holds its whole file system. */
export async function pathInside(machine: Machine, path: string): Promise<string> {
  return `/proc/${await initPid(machine)}/root${path}`
}

const NODE_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The recorded process is `unshare`, which waits for its only child: the first process of the node. */
async function initPid(machine: Machine): Promise<number> {
  const pid = await recordedPid(recordFile(machine))
  if (pid === undefined)
    throw new Error(`${machine.machine} is powered off; \`npm run lab -- power-on ${machine.machine}\``)
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const child = Number(children.trim().split(' ')[0])
  if (child > 0) return child
  throw new Error(`${machine.machine}: its first process has not started yet`)
}

async function spawnInGroup(machine: Machine, command: readonly string[]): Promise<ChildProcess> {
  const log = await open(logFile(machine), 'a')
  try {
    const groups = await cgroupDirectories(machine.place.name, machine.machine)
    const child = spawn('bash', [nodeFile('in-group'), ...groups, '--', ...command], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    child.on('error', () => undefined)
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

function recordFile(machine: Machine): string {
  return join(machine.directory, 'process.json')
}

function logFile(machine: Machine): string {
  return join(machine.directory, 'log')
}
