import { existsSync } from 'node:fs'
import { inParallel } from '../base/parallel.ts'
import { attempt, run } from '../base/shell.ts'
import type { Lab } from '../lab/lab.ts'
import { machineNamed, nodeNamed } from '../lab/machines.ts'
import { freezeCgroup } from '../machine/cgroup.ts'
import { isRunning, type Machine, pathInside, runInside, stopMachine } from '../machine/machine.ts'
import { nodeMachine, powerOn } from '../machine/node.ts'
import { dropPackets, passPackets } from '../machine/packet-filter.ts'
import { setFault } from '../machine/service-machines.ts'
import { masterAddress } from '../network/addresses.ts'
import { netnsName, vethName } from '../network/link.ts'

/** What the registry can be told to do wrong: answer every request with a status, or late. `{}` is nothing. */
export interface RegistryTrouble {
  readonly status?: number
  readonly delayMs?: number
}

/** What the master can be told to do wrong; a black hole takes connections and never answers. */
export type MimirQueryError = 202 | 401 | 429 | 500 | 503 | 'black-hole' | 'none'

const MENDING_AT_ONCE = 8

/** Unplugs a machine's network cable: packets vanish, the link stays up, open connections hang. */
export async function cut(lab: Lab, name: string): Promise<void> {
  await run('ip', ['link', 'set', veth(await runningMachine(lab, name)), 'nomaster'])
}

export async function heal(lab: Lab, name: string): Promise<void> {
  const machine = await runningMachine(lab, name)
  await run('ip', ['link', 'set', veth(machine), 'master', machine.place.bridge])
}

/** Hangs every process of a machine: it takes connections, and nothing more. */
export async function freeze(lab: Lab, name: string): Promise<void> {
  await runningMachine(lab, name)
  await freezeCgroup(lab.name, name, true)
}

export async function thaw(lab: Lab, name: string): Promise<void> {
  await runningMachine(lab, name)
  await freezeCgroup(lab.name, name, false)
}

/** Limits a machine's network to so many kilobits a second each way. */
export async function slow(lab: Lab, name: string, kilobits: number): Promise<void> {
  const machine = await runningMachine(lab, name)
  const limit = ['root', 'tbf', 'rate', `${kilobits}kbit`, 'burst', '4kb', 'latency', '2000ms']
  await run('tc', ['qdisc', 'replace', 'dev', veth(machine), ...limit])
  await run('tc', ['-n', netns(machine), 'qdisc', 'replace', 'dev', 'eth0', ...limit])
}

export async function fast(lab: Lab, name: string): Promise<void> {
  const machine = await runningMachine(lab, name)
  // tc complains where there is no limit to take away.
  await attempt('tc', ['qdisc', 'del', 'dev', veth(machine), 'root'])
  await attempt('tc', ['-n', netns(machine), 'qdisc', 'del', 'dev', 'eth0', 'root'])
}

/** Loses a fraction of the packets that come to a machine; 0 loses none. */
export async function lose(lab: Lab, name: string, fraction: number): Promise<void> {
  const machine = await runningMachine(lab, name)
  const match = ['-m', 'statistic', '--mode', 'random', '--probability', String(fraction)]
  if (fraction > 0) await dropPackets(machine, 'INPUT', match)
  else await passPackets(machine, 'INPUT')
}

/** Keeps a node from reaching the master, and from nothing else. */
export async function block(lab: Lab, name: string): Promise<void> {
  const machine = await runningMachine(lab, name)
  await dropPackets(machine, 'OUTPUT', ['-d', masterAddress(lab.subnet)])
}

export async function unblock(lab: Lab, name: string): Promise<void> {
  await passPackets(await runningMachine(lab, name), 'OUTPUT')
}

/** Cuts a node's power. Its disk stays; faults of its network are forgotten. */
export async function powerOff(lab: Lab, name: string): Promise<void> {
  await stopMachine(nodeMachine(lab.name, lab.subnet, nodeNamed(lab, name)))
}

/** Powers a node on and waits until it is ready; nothing where it runs. */
export async function powerOnNode(lab: Lab, name: string): Promise<void> {
  const node = nodeNamed(lab, name)
  const machine = nodeMachine(lab.name, lab.subnet, node)
  if (!(await isRunning(machine))) await powerOn(machine, node)
}

/** Uses up a node's disk to the last block. */
export function fillDisk(lab: Lab, name: string): Promise<void> {
  return nodectl(lab, name, 'fill-disk')
}

export function freeDisk(lab: Lab, name: string): Promise<void> {
  return nodectl(lab, name, 'free-disk')
}

/** Sets the clock so many seconds ahead, or behind, for all that is run over ssh on a node from now on. */
export function skew(lab: Lab, name: string, seconds: number): Promise<void> {
  return nodectl(lab, name, 'skew', String(seconds))
}

/** Ends a node's dockerd as a crash would. Containers that run keep running until it is started again. */
export function killDocker(lab: Lab, name: string): Promise<void> {
  return nodectl(lab, name, 'kill-docker')
}

/** Starts a node's dockerd and, as Kolla's systemd units would, Kolla's containers. */
export function startDocker(lab: Lab, name: string): Promise<void> {
  return nodectl(lab, name, 'start-docker')
}

export function stopDocker(lab: Lab, name: string): Promise<void> {
  return nodectl(lab, name, 'stop-docker')
}

export function registryFault(lab: Lab, trouble: RegistryTrouble): Promise<void> {
  return setFault(lab.registryUrl, trouble)
}

export function masterFault(lab: Lab, trouble: MimirQueryError): Promise<void> {
  if (trouble === 'none') return setFault(lab.masterUrl, {})
  return setFault(lab.masterUrl, trouble === 'black-hole' ? { blackHole: true } : { status: trouble })
}

/** Undoes every fault there is; nodes that are off are powered on. */
export async function mend(lab: Lab): Promise<void> {
  for (const name of ['registry', 'master']) await mendMachine(lab, name)
  await registryFault(lab, {})
  await masterFault(lab, 'none')
  await inParallel(lab.nodes, MENDING_AT_ONCE, (node) => mendNode(lab, node.name))
}

async function mendNode(lab: Lab, name: string): Promise<void> {
  if (!(await isRunning(machineNamed(lab, name)))) return powerOnNode(lab, name)
  await mendMachine(lab, name)
  await freeDisk(lab, name)
  await setClock(lab, name)
  await startDocker(lab, name)
}

async function setClock(lab: Lab, name: string): Promise<void> {
  if (existsSync(await pathInside(machineNamed(lab, name), '/var/tmp/lab-skew'))) await skew(lab, name, 0)
}

async function mendMachine(lab: Lab, name: string): Promise<void> {
  await thaw(lab, name)
  await heal(lab, name)
  await fast(lab, name)
  await lose(lab, name, 0)
  await unblock(lab, name)
}

async function nodectl(lab: Lab, name: string, ...words: readonly string[]): Promise<void> {
  const machine = nodeMachine(lab.name, lab.subnet, nodeNamed(lab, name))
  const finished = await runInside(machine, ['nodectl', ...words])
  if (finished.exitCode !== 0)
    throw new Error(`${name}: nodectl ${words.join(' ')}: ${finished.stderr.trim()}`)
}

async function runningMachine(lab: Lab, name: string): Promise<Machine> {
  const machine = machineNamed(lab, name)
  if (await isRunning(machine)) return machine
  throw new Error(`${name} is powered off; \`npm run lab -- power-on ${name}\` first`)
}

function veth(machine: Machine): string {
  return vethName(machine.subnet, machine.machine)
}

function netns(machine: Machine): string {
  return netnsName(machine.place, machine.machine)
}
