import { homedir } from 'node:os'
import { failureDomains } from '../fleet/failure-domains.ts'
import { type LoginDefaults, nodesOf } from '../fleet/nodes.ts'
import { rolloutGroupProblems } from '../fleet/rollout-groups.ts'
import { type Cloud, type CloudHost, type KollaSources, readCloud } from '../kolla/cloud.ts'
import { diskReader } from '../kolla/files/files.ts'
import { kollaInstallation } from '../kolla/installation.ts'
import { selectHosts } from '../kolla/limit.ts'
import { type Manifest, type ManifestReading, readManifestFile } from '../manifest/manifest.ts'
import { thisMachine } from '../manifest/this-machine.ts'
import type { Node } from '../model/node.ts'
import type { Position, Problem } from '../model/problem.ts'
import type { Rollout } from '../model/report.ts'
import { CAMPAIGN_VERBS } from '../model/verb.ts'
import { campaignSettings } from '../play/campaign-settings.ts'
import type {
  Destroyed,
  LogListener,
  LogSelection,
  Prechecked,
  Prepared,
  Role,
  RoleOrder,
  Statuses,
} from '../play/role.ts'
import { defined } from '../values/defined.ts'
import type { Secret } from '../values/secret.ts'
import type { YamlPath } from '../yaml/tree.ts'
import type { Arguments } from './command-line/arguments.ts'
import type { Playbook } from './command-line/playbook.ts'

/** Everything that was written down, read and understood; or all that is wrong with it. */
export type VerbInputs<T = void> =
  | {
      readonly play: undefined
      readonly problems: readonly Problem[]
      readonly texts: ReadonlyMap<string, string>
    }
  | {
      readonly play: NonNullable<Prepared<T>['play']>
      readonly manifest: Manifest
      readonly nodes: readonly Node[]
      /** Warnings only. */
      readonly problems: readonly Problem[]
    }

/** Read the manifest and what Kolla has beside it, and make the role ready. Nothing is dialled. */
export async function readInputs(
  wishes: Arguments,
  role: Role,
  { verb, phases }: Playbook,
  { pinned, earlierBatches }: Pick<RoleOrder, 'pinned' | 'earlierBatches'> = {},
): Promise<VerbInputs<Rollout | undefined>> {
  return readInputsFor(wishes, role, async (order) => {
    const { rollout } = order.manifest
    const careful = {
      batches: wishes.batches,
      maxFailures: wishes.maxFailures,
      rollback: wishes.rollbackPolicy,
    }
    const campaign = campaignSettings(
      CAMPAIGN_VERBS.find((one) => one === verb) ?? 'rollout',
      rollout,
      careful,
    )
    const { image, to } = wishes
    const requested = defined({ image, to, pinned, earlierBatches })
    return role.prepare({ ...order, verb, phases, campaign, ...requested })
  })
}

/** Read what the precheck of a role needs, likewise. */
export async function readPrecheckInputs(wishes: Arguments, role: Role): Promise<VerbInputs<Prechecked>> {
  return readInputsFor(wishes, role, async (order) =>
    role.preparePrechecks({ ...order, verb: 'prechecks', phases: ['observe'] }),
  )
}

/** Read what it takes to tell what runs where, likewise. */
export async function readStatusInputs(wishes: Arguments, role: Role): Promise<VerbInputs<Statuses>> {
  return readInputsFor(wishes, role, async (order) =>
    role.prepareStatus({ ...order, verb: 'status', phases: ['observe'] }),
  )
}

/** Read what a destroy needs, likewise. */
export async function readDestroyInputs(wishes: Arguments, role: Role): Promise<VerbInputs<Destroyed>> {
  return readInputsFor(wishes, role, async (order) =>
    role.prepareDestroy({ ...order, verb: 'destroy', phases: ['hold', 'remove'] }),
  )
}

/** Read what it takes to reach the workers' logs, likewise. */
export async function readLogInputs(
  wishes: Arguments,
  role: Role,
  { logs, listener }: { readonly logs: LogSelection; readonly listener: LogListener },
): Promise<VerbInputs> {
  return readInputsFor(wishes, role, async (order) =>
    role.prepareLogs({ ...order, verb: 'logs', phases: [] }, logs, listener),
  )
}

async function readInputsFor<T>(
  wishes: Arguments,
  role: Role,
  prepare: (order: Pick<RoleOrder, 'manifest' | 'positionOf' | 'cloud' | 'nodes'>) => Promise<Prepared<T>>,
): Promise<VerbInputs<T>> {
  const context = { ...thisMachine(role.exporters), inventoryGiven: wishes.kollaInventory.length > 0 }
  const { manifest, problems: first, positionOf } = await readManifestFile(wishes.manifest, context)
  const problems = [...first]
  const refused = (): VerbInputs<T> => ({ play: undefined, problems, texts: textsOf(problems) })
  if (manifest === undefined) return refused()
  const { cloud, problems: second } = readCloud(kollaSources(wishes, manifest, positionOf), diskReader)
  problems.push(...second)
  const hosts = cloud === undefined ? [] : chosen(wishes.limit, cloud, problems)
  const way = await wayOf(manifest, problems)
  const domains = cloud && together(cloud, hosts, { manifest, positionOf }, problems)
  const { nodes, problems: third } = nodesOf(hosts, way, domains)
  problems.push(...third)
  if (cloud === undefined || problems.some(({ severity }) => severity === 'error')) return refused()
  const prepared = await prepare({ manifest, positionOf, cloud, nodes })
  problems.push(...prepared.problems)
  if (prepared.play === undefined) return refused()
  return { play: prepared.play, manifest, nodes, problems }
}

/** The command line goes before the environment, and both before the manifest. */
function kollaSources(
  wishes: Arguments,
  { kolla, nodes }: Manifest,
  positionOf: ManifestReading['positionOf'],
): KollaSources {
  const { release, overrides } = kolla
  const place = (path: YamlPath, part?: 'key' | 'value'): Position => positionOf(['nodes', ...path], part)
  return {
    configdir: wishes.configdir ?? (process.env['KOLLA_CONFIG_PATH'] || kolla.configdir),
    inventory: wishes.kollaInventory.length > 0 ? wishes.kollaInventory : kolla.inventory,
    ...defined({ nodes: nodes && { groups: nodes, positionOf: place } }),
    release,
    installation: kollaInstallation(),
    overrides,
  }
}

function chosen(limit: string | undefined, cloud: Cloud, problems: Problem[]): readonly CloudHost[] {
  if (limit === undefined) return cloud.nodes
  const from = { hosts: cloud.nodes.map(({ name }) => name), groups: cloud.groups }
  const selection = selectHosts(limit, from, diskReader)
  problems.push(...selection.problems)
  return cloud.nodes.filter(({ name }) => selection.hosts.includes(name))
}

/** What keeps nodes out of one batch: their failure domains; and whether the groups that do so are there. */
function together(
  cloud: Cloud,
  hosts: readonly CloudHost[],
  { manifest: { rollout }, positionOf }: Pick<RoleOrder, 'manifest' | 'positionOf'>,
  problems: Problem[],
): ReadonlyMap<string, string> {
  problems.push(...rolloutGroupProblems(rollout, cloud, positionOf))
  const { failureDomain: name } = rollout
  if (name === undefined) return new Map()
  const variable = { name, at: positionOf(['rollout', 'failure_domain']) }
  const names = hosts.map((host) => host.name)
  const { domains, problems: doubts } = failureDomains(cloud, names, variable)
  problems.push(...doubts)
  return domains
}

async function wayOf({ ssh }: Manifest, problems: Problem[]): Promise<LoginDefaults> {
  const passphrase = await ssh.passphrase?.resolve()
  let secret: Secret | undefined
  if (passphrase?.ok === true) secret = passphrase.value
  else if (passphrase !== undefined) problems.push(passphrase.failure)
  return { ssh, passphrase: secret, home: homedir() }
}

/** The files that problems point into, so that the place can be shown. */
function textsOf(problems: readonly Problem[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const { at } of problems) {
    if (at === undefined || texts.has(at.file)) continue
    const text = diskReader.readText(at.file)
    if (typeof text === 'string') texts.set(at.file, text)
  }
  return texts
}
