import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { LabNode } from '../base/fleet-spec.ts'
import { nodeFile } from '../base/project.ts'
import { run } from '../base/shell.ts'
import type { MadeNode } from '../base/state.ts'
import { containersOf } from '../kolla/containers.ts'
import { cgroupDirectories, isUnified } from './cgroup.ts'
import {
  isRunning,
  logTail,
  type Machine,
  machineOf,
  pathInside,
  runInside,
  startMachine,
} from './machine.ts'
import { type SeedContext, writeSeed } from './node-files.ts'

/** A node's way through a start takes some seconds; on a machine under load many more. */
const PATIENCE = 120_000
const DOWNLOADERS = ['/usr/bin/curl', '/usr/bin/wget']

export function nodeMachine(lab: string, subnet: number, node: LabNode): Machine {
  return machineOf(lab, subnet, node.name, node.address)
}

/** Makes the node's disk and what will be copied onto it; nothing where it has a disk already. */
export async function prepareNode(machine: Machine, diskSize: string, context: SeedContext): Promise<void> {
  const disk = join(machine.directory, 'disk.img')
  if (existsSync(disk)) return
  for (const name of ['root', 'disk', 'seed']) await mkdir(join(machine.directory, name), { recursive: true })
  await writeSeed(join(machine.directory, 'seed'), context)
  const without = context.node.downloaders ? [] : DOWNLOADERS
  await writeFile(join(machine.directory, 'without'), without.map((path) => `${path}\n`).join(''))
  const unfinished = `${disk}.unfinished`
  await rm(unfinished, { force: true })
  await run('truncate', ['-s', diskSize, unfinished])
  // No journal and no reserve: the lab throws a disk away rather than repair it, and root must see a full disk as full.
  await run('mkfs.ext4', ['-q', '-m', '0', '-O', '^has_journal', '-E', 'lazy_itable_init=1', unfinished])
  await run('mv', [unfinished, disk])
}

/** Powers a node on, waits until it is ready, and keeps the public key that its sshd shows. */
export async function powerOn(machine: Machine, node: MadeNode): Promise<void> {
  const [group = ''] = isUnified() ? await cgroupDirectories(machine.place.name, node.name) : []
  const launch = ['bash', nodeFile('launch'), group, machine.directory, node.rootfs, node.name]
  await startMachine(machine, ['unshare', '--cgroup', ...launch])
  await untilReady(machine, node)
  // Read off the node's own disk: what a scan of the network shows is what known_hosts is there to check.
  const key = await readFile(await pathInside(machine, '/etc/ssh/ssh_host_ed25519_key.pub'), 'utf8')
  await writeFile(hostKeyFile(machine), key)
}

/** The public host key that the node had when it was last powered on. */
export async function savedHostKey(machine: Machine): Promise<string> {
  return readFile(hostKeyFile(machine), 'utf8')
}

function hostKeyFile(machine: Machine): string {
  return join(machine.directory, 'host-key.pub')
}

/** Until the node's engine runs and each of Kolla's containers answers on its port. */
async function untilReady(machine: Machine, node: LabNode): Promise<void> {
  const deadline = Date.now() + PATIENCE
  const started = await until(deadline, () => hasStarted(machine))
  if (!started)
    throw new Error(`${node.name} did not start in ${PATIENCE / 1000} seconds; ${machine.directory}/log`)
  for (const container of containersOf(node)) {
    for (const port of container.ports) {
      if (await until(deadline, () => answers(node.address, port))) continue
      const log = await runInside(machine, ['docker', 'logs', '--tail', '5', container.name])
      const said = `${log.stdout}${log.stderr}`.trim()
      throw new Error(
        `${node.name}: ${container.name} does not listen on ${node.address}:${port}; its log ends:\n${said}`,
      )
    }
  }
}

/** False where the deadline came first. */
async function until(deadline: number, condition: () => Promise<boolean>): Promise<boolean> {
  while (!(await condition())) {
    if (Date.now() > deadline) return false
    await pause(50)
  }
  return true
}

async function hasStarted(machine: Machine): Promise<boolean> {
  if (!(await isRunning(machine)))
    throw new Error(`${machine.machine} ended at once:\n${await logTail(machine)}`)
  const state = await pathInside(machine, '/run/lab').catch(() => undefined)
  if (state === undefined) return false
  const failure = await readFile(join(state, 'failed'), 'utf8').catch(() => undefined)
  if (failure !== undefined)
    throw new Error(`${machine.machine} could not start its services:\n${failure.trim()}`)
  return existsSync(join(state, 'ready'))
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const settle = (answered: boolean): void => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('connect', () => settle(true))
    socket.once('timeout', () => settle(false))
    socket.once('error', () => settle(false))
  })
}
