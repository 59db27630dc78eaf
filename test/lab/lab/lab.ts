import { existsSync } from 'node:fs'
import { rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DEFAULT_SHAPE, type FleetShape, fleetOf, type LabNode } from '../base/fleet-spec.ts'
import { withLock } from '../base/lock.ts'
import { inParallel } from '../base/parallel.ts'
import { cacheDirectory, DEFAULT_NAME, lockFile, type Place, placeOf, STATE_ROOT } from '../base/paths.ts'
import type { Progress } from '../base/progress.ts'
import { allStates, type LabState, type MadeNode, readState, writeState } from '../base/state.ts'
import { type Cache, prepareCache } from '../images/cache.ts'
import { isRunning } from '../machine/machine.ts'
import { nodeMachine, powerOn, prepareNode, savedHostKey } from '../machine/node.ts'
import {
  masterMachine,
  masterUrl,
  registryMachine,
  registryUrl,
  startMaster,
  startRegistry,
} from '../machine/service-machines.ts'
import { chooseSubnet } from '../network/addresses.ts'
import { makeBridge, networksInUse } from '../network/link.ts'
import { writeOperatorFiles } from '../operator/files.ts'
import { type LabSecrets, labSecrets } from '../operator/secrets.ts'
import { sweep } from './clean-up.ts'
import { checkRequirements } from './requirements.ts'

/** A lab that is up: a fleet of real nodes, an image registry, a master, and an operator's files. */
export interface Lab {
  readonly name: string
  readonly subnet: number
  readonly nodes: readonly MadeNode[]
  readonly runDirectory: string
  /** The inventory.yml of the run directory. */
  readonly manifest: string
  readonly masterUrl: string
  readonly registryUrl: string
}

export interface UpOptions {
  readonly name?: string
  readonly shape?: FleetShape
  /** The size of each new node's disk, as truncate(1) reads it; the file is sparse. */
  readonly diskSize?: string
  readonly progress?: Progress
}

const DEFAULT_DISK = '4G'
const STARTING_AT_ONCE = 8
const quiet: Progress = () => undefined

/** Brings a lab up: from nothing, or what an earlier one lacks. Nodes that run are left alone, whatever ails them. */
export async function up(options: UpOptions = {}): Promise<Lab> {
  const place = placeOf(options.name ?? DEFAULT_NAME)
  const progress = options.progress ?? quiet
  await checkRequirements()
  return withLock(lockFile(place.name), progress, async () => {
    const wanted = fleetOf(options.shape ?? DEFAULT_SHAPE, 0).map(({ suite }) => suite)
    const cache = await prepareCache(progress, wanted)
    const state = await settleState(place, cache, options)
    await Promise.all([
      startRegistry(registryMachine(state.name, state.subnet), cache.store),
      startMaster(masterMachine(state.name, state.subnet), cache.prometheus),
    ])
    progress(`registry and master run in 10.78.${state.subnet}.0/24`)
    await startNodes(state, await labSecrets(secretsDirectory(place)), progress)
    await writeRunDirectory(place, state, cache)
    return labOf(state)
  })
}

/** A lab that is already up, by its name. Throws where there is none. */
export async function openLab(name: string = DEFAULT_NAME): Promise<Lab> {
  const state = await readState(placeOf(name))
  if (state) return labOf(state)
  const option = name === DEFAULT_NAME ? '' : ` --name ${name}`
  throw new Error(`no lab \`${name}\` is up; bring it up with \`npm run lab -- up${option}\``)
}

/** Removes a lab and everything it left, also where it came up only in part. */
export async function down(name: string = DEFAULT_NAME): Promise<void> {
  const place = placeOf(name)
  await withLock(lockFile(name), quiet, async () => {
    const state = await readState(place)
    refuseForeign(place, state)
    await sweep(place)
    await rm(place.runDirectory, { recursive: true, force: true })
  })
  await rmdir(STATE_ROOT).catch(() => undefined)
}

/** Removes what the labs share. Throws while one of them stands on it. */
export async function removeCache(): Promise<void> {
  const others = (await allStates()).filter(standsOnCache).map((state) => state.name)
  if (others.length > 0) throw new Error(`the cache stays: the nodes of ${others.join(', ')} stand on it`)
  await rm(cacheDirectory(), { recursive: true, force: true })
}

function standsOnCache(state: LabState): boolean {
  return state.nodes.some((node) => node.rootfs.startsWith(`${cacheDirectory()}/`))
}

/** The lab's state with all nodes that are wanted now; on the way a subnet is chosen and the bridge is built. */
async function settleState(place: Place, cache: Cache, options: UpOptions): Promise<LabState> {
  return withLock(lockFile('.network'), quiet, async () => {
    const before = await readState(place)
    refuseForeign(place, before)
    if (!before) await sweep(place)
    const subnet = before?.subnet ?? chooseSubnet(place.name, await networksInUse())
    const fleet = fleetOf(options.shape ?? DEFAULT_SHAPE, subnet)
    const state = {
      name: place.name,
      runDirectory: place.runDirectory,
      subnet,
      diskSize: options.diskSize ?? before?.diskSize ?? DEFAULT_DISK,
      nodes: wantedNodes(before?.nodes ?? [], fleet, cache.rootfs),
    }
    await writeState(place, state)
    await makeBridge(place, subnet)
    return state
  })
}

/** Pure: what was made stays as it was made, what is missing is added; control nodes first. */
export function wantedNodes(
  made: readonly MadeNode[],
  fleet: readonly LabNode[],
  rootfs: Cache['rootfs'],
): MadeNode[] {
  const present = new Set(made.map((node) => node.name))
  const added = fleet
    .filter((node) => !present.has(node.name))
    .map((node) => ({ ...node, rootfs: builtFor(node, rootfs) }))
  const all = [...made, ...added]
  return [...all.filter((node) => node.role === 'control'), ...all.filter((node) => node.role === 'compute')]
}

function builtFor({ name, suite }: LabNode, rootfs: Cache['rootfs']): string {
  const built = rootfs[suite]
  if (built === undefined) throw new Error(`${name}: no root file system of ${suite} was built`)
  return built
}

async function startNodes(state: LabState, secrets: LabSecrets, progress: Progress): Promise<void> {
  const outcomes = await inParallel(state.nodes, STARTING_AT_ONCE, (node) =>
    startOne(node, state, secrets).then(
      (started) => {
        if (started) progress(`${node.name} runs at ${node.address} (${node.suite})`)
        return []
      },
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    ),
  )
  const complaints = outcomes.flat()
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
}

/** False where the node was running already. */
async function startOne(node: MadeNode, state: LabState, secrets: LabSecrets): Promise<boolean> {
  const machine = nodeMachine(state.name, state.subnet, node)
  if (await isRunning(machine)) return false
  const context = { ...secrets, node, nodes: state.nodes, subnet: state.subnet }
  await prepareNode(machine, state.diskSize, context)
  await powerOn(machine, node)
  return true
}

async function writeRunDirectory(place: Place, state: LabState, cache: Cache): Promise<void> {
  const hostKeys = state.nodes.map(async (node) => ({
    name: node.name,
    address: node.address,
    publicKey: await savedHostKey(nodeMachine(state.name, state.subnet, node)),
  }))
  await writeOperatorFiles(place.runDirectory, {
    nodes: state.nodes,
    hostKeys: await Promise.all(hostKeys),
    manifest: { masterUrl: masterUrl(state.subnet), image: cache.workerImage },
    secretsDirectory: secretsDirectory(place),
  })
}

function labOf(state: LabState): Lab {
  return {
    name: state.name,
    subnet: state.subnet,
    nodes: state.nodes,
    runDirectory: state.runDirectory,
    manifest: join(state.runDirectory, 'inventory.yml'),
    masterUrl: masterUrl(state.subnet),
    registryUrl: registryUrl(state.subnet),
  }
}

/** Another checkout's lab is not this one's to change, unless that checkout is gone. */
function refuseForeign(place: Place, state: LabState | undefined): void {
  if (!state || state.runDirectory === place.runDirectory || !existsSync(dirname(state.runDirectory))) return
  throw new Error(
    `the lab \`${place.name}\` of this machine belongs to ${dirname(state.runDirectory)}; ` +
      'take it down there, or give yours another name with --name',
  )
}

function secretsDirectory(place: Place): string {
  return join(place.stateDirectory, 'secrets')
}
