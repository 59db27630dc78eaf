import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from '../base/paths.ts'
import { attempt, run } from '../base/shell.ts'
import { cgroupDirectories, machinesWithCgroup, removeCgroup, thawForEnd } from '../machine/cgroup.ts'
import { endRecorded } from '../machine/process-record.ts'
import { linksOf, machinesWithNetns, removeNetwork } from '../network/link.ts'

/**
 * Removes all that a lab may have left on this machine, found by name and not by memory: it works as well after an
 * `up` that broke off or a process that was killed. The cache stays.
 */
export async function sweep(place: Place): Promise<void> {
  for (const machine of await machinesWithCgroup(place.name)) await thawForEnd(place.name, machine)
  for (const machine of await directoriesBelow(place.stateDirectory)) {
    await endRecorded(join(place.stateDirectory, machine, 'process.json'), 'SIGKILL')
  }
  for (const machine of await machinesWithCgroup(place.name)) await removeCgroup(place.name, machine)
  await removeNetwork(place)
  for (const mount of await mountsBelow(place.stateDirectory)) await run('umount', ['-l', mount])
  await detachLoops(place.stateDirectory)
  await rm(place.stateDirectory, { recursive: true, force: true })
}

/** What `sweep` would still find, in words; empty after it. */
export async function leftovers(place: Place): Promise<string[]> {
  const groups = await machinesWithCgroup(place.name)
  const directories = await Promise.all(groups.map((machine) => cgroupDirectories(place.name, machine)))
  return [
    ...directories.flat().map((directory) => `control group ${directory}`),
    ...(await machinesWithNetns(place)).map((machine) => `network namespace of ${machine}`),
    ...(await linksOf(place)).map((link) => `link ${link}`),
    ...(await rulesOf(place)).map((rule) => `iptables rule ${rule}`),
    ...(await mountsBelow(place.stateDirectory)).map((mount) => `mount ${mount}`),
    ...(await loopsBelow(place.stateDirectory)).map((loop) => `loop device ${loop}`),
    ...(await directoriesBelow(place.stateDirectory)).map((name) => join(place.stateDirectory, name)),
  ]
}

/** Pure: mount points below a directory out of /proc/self/mounts, innermost first. */
export function mountPointsBelow(mounts: string, directory: string): string[] {
  return mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point.startsWith(`${directory}/`))
    .toReversed()
}

async function mountsBelow(directory: string): Promise<string[]> {
  return mountPointsBelow(await readFile('/proc/self/mounts', 'utf8'), directory)
}

async function rulesOf(place: Place): Promise<string[]> {
  const listed = await attempt('iptables', ['-w', '-S', 'FORWARD'])
  return listed.stdout
    .split('\n')
    .filter((rule) => rule.includes(`"${place.tag}"`) || rule.includes(` ${place.tag} `))
}

/** A loop device lets go of its file a moment after the node's last process; one that does not is told to. */
async function detachLoops(directory: string): Promise<void> {
  for (let waited = 0; waited < 3000 && (await loopsBelow(directory)).length > 0; waited += 50)
    await pause(50)
  for (const loop of await loopsBelow(directory)) await run('losetup', ['-d', loop])
}

async function loopsBelow(directory: string): Promise<string[]> {
  const listed = await run('losetup', ['--list', '--noheadings', '--output', 'NAME,BACK-FILE'])
  return listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, file]) => file?.startsWith(`${directory}/`) === true)
    .map(([name = '']) => name)
}

async function directoriesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
