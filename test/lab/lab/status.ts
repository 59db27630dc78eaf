import { existsSync } from 'node:fs'
import { SUITES } from '../base/fleet-spec.ts'
import { attempt } from '../base/shell.ts'
import { isFrozen } from '../machine/cgroup.ts'
import { isRunning, type Machine, pathInside, runInside } from '../machine/machine.ts'
import { droppingRules } from '../machine/packet-filter.ts'
import { isPluggedIn, netnsName } from '../network/link.ts'
import type { Lab } from './lab.ts'
import { machineNamed } from './machines.ts'

/** One machine of the lab as it really is now. */
export interface MachineStatus {
  readonly name: string
  readonly address: string
  /** What a node is made of, or what a stand-in is. */
  readonly kind: string
  readonly running: boolean
  /**
   * What ails it, in the verbs' words: `cut`, `frozen`, `slow`, `losing packets`, `blocked`, `disk full`,
   * `clock skewed`, `no docker`.
   */
  readonly faults: readonly string[]
}

export async function statusOf(lab: Lab): Promise<MachineStatus[]> {
  const kinds: Array<[string, string]> = [
    ['registry', 'registry'],
    ['master', 'master'],
    ...lab.nodes.map((node): [string, string] => [node.name, node.suite]),
  ]
  return Promise.all(kinds.map(([name, kind]) => machineStatus(machineNamed(lab, name), name, kind)))
}

/** Pure: one line a machine, columns aligned. */
export function statusText(lab: Pick<Lab, 'name' | 'manifest'>, machines: readonly MachineStatus[]): string {
  const rows = machines.map((machine) => [
    machine.name,
    machine.address,
    machine.kind,
    machine.running ? machine.faults.join(', ') || 'well' : 'off',
  ])
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd()
  return [`lab ${lab.name}: ${lab.manifest}`, ...rows.map(line), ''].join('\n')
}

async function machineStatus(machine: Machine, name: string, kind: string): Promise<MachineStatus> {
  const running = await isRunning(machine)
  const faults = running ? await faultsOf(machine, kind) : []
  return { name, address: machine.address, kind, running, faults }
}

async function faultsOf(machine: Machine, kind: string): Promise<string[]> {
  const frozen = await isFrozen(machine.place.name, machine.machine)
  const isNode = SUITES.some((suite) => suite === kind)
  return [
    ...((await isPluggedIn(machine)) ? [] : ['cut']),
    ...(frozen ? ['frozen'] : []),
    ...((await isSlow(machine)) ? ['slow'] : []),
    ...((await droppingRules(machine, 'INPUT')).length > 0 ? ['losing packets'] : []),
    ...((await droppingRules(machine, 'OUTPUT')).length > 0 ? ['blocked'] : []),
    ...(isNode && existsSync(await pathInside(machine, '/var/tmp/lab-fill')) ? ['disk full'] : []),
    ...(isNode && existsSync(await pathInside(machine, '/var/tmp/lab-skew')) ? ['clock skewed'] : []),
    // A frozen node would hang whatever is started in it.
    ...(isNode && !frozen && !(await hasDocker(machine)) ? ['no docker'] : []),
  ]
}

async function isSlow(machine: Machine): Promise<boolean> {
  const netns = netnsName(machine.place, machine.machine)
  return (await attempt('tc', ['-n', netns, 'qdisc', 'show', 'dev', 'eth0'])).stdout.includes('tbf')
}

async function hasDocker(machine: Machine): Promise<boolean> {
  return (await runInside(machine, ['sh', '-c', 'kill -0 "$(cat /run/docker.pid)"'])).exitCode === 0
}
