import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { compiledModule } from '../base/project.ts'
import { masterAddress, registryAddress } from '../network/addresses.ts'
import { isRunning, logTail, type Machine, machineOf, startMachine } from './machine.ts'

/** The two machines of a lab that are no nodes: the image registry, and the master that stands in for Mimir. */
export const REGISTRY = 'registry'
export const MASTER = 'master'

const MASTER_PORT = 9009
const PATIENCE = 20_000

export function registryMachine(lab: string, subnet: number): Machine {
  return machineOf(lab, subnet, REGISTRY, registryAddress(subnet))
}

export function masterMachine(lab: string, subnet: number): Machine {
  return machineOf(lab, subnet, MASTER, masterAddress(subnet))
}

export function registryUrl(subnet: number): string {
  return `http://${registryAddress(subnet)}`
}

export function masterUrl(subnet: number): string {
  return `http://${masterAddress(subnet)}:${MASTER_PORT}`
}

/** Starts the registry on port 80 of its own address; nothing where it runs. */
export async function startRegistry(machine: Machine, store: string): Promise<void> {
  const program = [compiledModule('services/registry'), '--store', store]
  await startStandIn(
    machine,
    [...program, '--listen', `${machine.address}:80`],
    `http://${machine.address}/_lab`,
  )
}

/** Starts the master; nothing where it runs. What it has stored outlives a restart. */
export async function startMaster(machine: Machine, prometheus: string): Promise<void> {
  const data = join(machine.directory, 'data')
  const program = [compiledModule('services/master'), '--data', data, '--prometheus', prometheus]
  const listen = `${machine.address}:${MASTER_PORT}`
  await startStandIn(machine, [...program, '--listen', listen], `http://${listen}/_lab`)
}

/** Sets what is wrong with a stand-in; `{}` is nothing. Throws where it does not take it. */
export async function setFault(url: string, fault: object): Promise<void> {
  const signal = AbortSignal.timeout(60_000)
  const response = await fetch(`${url}/_lab`, { method: 'PUT', body: JSON.stringify(fault), signal })
  if (!response.ok) throw new Error(`${url}/_lab answered ${response.status}: ${await response.text()}`)
}

async function startStandIn(machine: Machine, program: readonly string[], probe: string): Promise<void> {
  if (await isRunning(machine)) return
  await startMachine(machine, [process.execPath, ...program])
  const deadline = Date.now() + PATIENCE
  while (!(await answers(probe))) {
    if (!(await isRunning(machine)))
      throw new Error(`the ${machine.machine} ended:\n${await logTail(machine)}`)
    if (Date.now() > deadline) throw new Error(`the ${machine.machine} does not answer at ${probe}`)
    await pause(30)
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  )
}
