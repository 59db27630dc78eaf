import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signalProcess } from './process-record.ts'

const ROOT = '/sys/fs/cgroup'
const PREFIX = 'kolla-mimir-lab'
const CONTROLLERS = ['cpu', 'cpuset', 'io', 'memory', 'pids']

/** True for the one unified tree that stock Debian 12 and 13 have; false for version 1, a tree per controller. */
export function isUnified(): boolean {
  return existsSync(join(ROOT, 'cgroup.controllers'))
}

/** The directories of a machine's control group: one in version 2, one per hierarchy in version 1. */
export async function cgroupDirectories(lab: string, machine: string): Promise<string[]> {
  return (await hierarchies()).map((hierarchy) => join(hierarchy, cgroupName(lab, machine)))
}

/** The names of all machines of a lab that still have a control group. */
export async function machinesWithCgroup(lab: string): Promise<string[]> {
  const prefix = cgroupName(lab, '')
  const entries = await Promise.all((await hierarchies()).map((hierarchy) => readdir(hierarchy)))
  const names = entries.flat().filter((entry) => entry.startsWith(prefix))
  return [...new Set(names)].map((entry) => entry.slice(prefix.length))
}

export async function makeCgroup(lab: string, machine: string): Promise<void> {
  if (isUnified()) await enableControllers()
  for (const directory of await cgroupDirectories(lab, machine)) {
    await mkdir(directory, { recursive: true })
    if (!isUnified()) await inheritCpus(directory)
  }
}

/** Stops (`true`) or resumes every process of the machine, whatever it is doing. */
export async function freezeCgroup(lab: string, machine: string, frozen: boolean): Promise<void> {
  const name = cgroupName(lab, machine)
  if (isUnified()) await writeFile(join(ROOT, name, 'cgroup.freeze'), frozen ? '1' : '0')
  else await writeFile(join(ROOT, 'freezer', name, 'freezer.state'), frozen ? 'FROZEN' : 'THAWED')
}

export async function isFrozen(lab: string, machine: string): Promise<boolean> {
  const name = cgroupName(lab, machine)
  const file = isUnified() ? join(ROOT, name, 'cgroup.freeze') : join(ROOT, 'freezer', name, 'freezer.state')
  const state = await readFile(file, 'utf8').catch(() => '')
  return ['1', 'FROZEN', 'FREEZING'].includes(state.trim())
}

/** A frozen process of version 1 does not even die. */
export async function thawForEnd(lab: string, machine: string): Promise<void> {
  if (await isFrozen(lab, machine)) await freezeCgroup(lab, machine, false)
}

/** Ends every process in the machine's control group: whatever is in it was started by this lab. Then removes the group. */
export async function removeCgroup(lab: string, machine: string): Promise<void> {
  const directories = (await cgroupDirectories(lab, machine)).filter((directory) => existsSync(directory))
  if (directories.length === 0) return
  await thawForEnd(lab, machine)
  await emptied(directories)
  for (const directory of directories) await removeTree(directory)
}

function cgroupName(lab: string, machine: string): string {
  return `${PREFIX}-${lab}-${machine}`
}

async function hierarchies(): Promise<string[]> {
  if (isUnified()) return [ROOT]
  const entries = await readdir(ROOT, { withFileTypes: true })
  // Every hierarchy of version 1 has this file at its root; others may have made folders that are no hierarchy.
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(ROOT, entry.name))
    .filter((directory) => existsSync(join(directory, 'cgroup.clone_children')))
}

/** Asks the root group for the controllers that Docker wants below it; a kernel without one of them does without. */
async function enableControllers(): Promise<void> {
  for (const controller of CONTROLLERS) {
    await writeFile(join(ROOT, 'cgroup.subtree_control'), `+${controller}`).catch(() => undefined)
  }
}

/** A new cpuset group of version 1 has no CPU at all until it is given some. */
async function inheritCpus(directory: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    if (!existsSync(join(directory, file))) continue
    await writeFile(join(directory, file), await readFile(join(directory, '..', file), 'utf8'))
  }
}

async function emptied(directories: readonly string[]): Promise<void> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const pids = (await Promise.all(directories.map(processesBelow))).flat()
    if (pids.length === 0) return
    for (const pid of new Set(pids)) signalProcess(pid, 'SIGKILL')
    await pause(20)
  }
  throw new Error(`${directories[0]}: its processes do not end; see its cgroup.procs`)
}

async function processesBelow(directory: string): Promise<number[]> {
  const own = await readFile(join(directory, 'cgroup.procs'), 'utf8').catch(() => '')
  const below = await Promise.all((await subgroups(directory)).map(processesBelow))
  const pids = own.split('\n').filter(Boolean).map(Number)
  // 0 is a process that this namespace cannot see.
  return [...pids.filter((pid) => pid > 0), ...below.flat()]
}

async function subgroups(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(directory, entry.name))
}

/** The kernel lets go of a group a moment after its last process. */
async function removeTree(directory: string): Promise<void> {
  for (const subgroup of await subgroups(directory)) await removeTree(subgroup)
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const removed = await rmdir(directory).then(
      () => true,
      () => !existsSync(directory),
    )
    if (removed) return
    await pause(20)
  }
  await rmdir(directory)
}
