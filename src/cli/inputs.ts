import { currentUser, homeFolder, loginHome } from '../files/current-user.ts'
import { isWritableByAll } from '../files/read-file.ts'
import { failureDomains } from '../fleet/failure-domains.ts'
import type { LoginDefaults } from '../fleet/login.ts'
import { nodesOf } from '../fleet/nodes.ts'
import { oneMachineProblems } from '../fleet/one-machine.ts'
import { askWithSsh, type OpenSshQuestion, openSshFor } from '../fleet/openssh.ts'
import { rolloutGroupProblems } from '../fleet/rollout-groups.ts'
import { type AnsibleConfig, readAnsibleConfig } from '../kolla/ansible-config.ts'
import { type Cloud, type CloudHost, type KollaSources, readCloud } from '../kolla/cloud.ts'
import { diskReader } from '../kolla/files/files.ts'
import { kollaInstallation } from '../kolla/installation.ts'
import { selectHosts } from '../kolla/limit.ts'
import { jumpsOf } from '../kolla/ssh-options.ts'
import { installedVersion } from '../kolla/version.ts'
import { type Manifest, type ManifestReading, readManifestFile } from '../manifest/manifest.ts'
import { ansibleVaultPassword, thisMachine } from '../manifest/this-machine.ts'
import type { Node } from '../model/node.ts'
import type { Position, Problem } from '../model/problem.ts'
import { failed, type Result, success } from '../model/result.ts'
import type { Prepared, Role, RoleOrder, Task, Tasks } from '../play/role.ts'
import { defined } from '../values/defined.ts'
import type { Secret } from '../values/secret.ts'
import type { YamlPath } from '../yaml/tree.ts'

/** The options that decide over what is read. */
export interface InputArguments {
  readonly manifest: string
  readonly limit: string | undefined
  readonly kollaInventory: readonly string[]
  readonly configdir: string | undefined
}

/** Everything that was written down, read and understood, and the play that the role made of it. */
export interface Inputs<T> {
  readonly play: NonNullable<Prepared<T>['play']>
  readonly manifest: Manifest
  readonly nodes: readonly Node[]
  /** Warnings only. */
  readonly problems: readonly Problem[]
}

/** What keeps a run from beginning, and the texts of the files that it is in. */
export interface InputProblems {
  readonly problems: readonly Problem[]
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Read the manifest and what Kolla has beside it, and make the role ready for a task; `more` is what the task needs to
 * know beside them. No node is contacted.
 */
export async function readInputs<T extends Task>(
  args: InputArguments,
  role: Role,
  task: T,
  more: (order: RoleOrder) => Tasks[T]['order'],
): Promise<Result<Inputs<Tasks[T]['outcome']>, InputProblems>> {
  const context = { ...thisMachine(role.exporters), inventoryGiven: args.kollaInventory.length > 0 }
  return judgeInputs(await readManifestFile(args.manifest, context), args, role, { task, more })
}

/** The same with a manifest that was read already, as one that is about to be written. */
export async function judgeInputs<T extends Task>(
  reading: ManifestReading,
  args: InputArguments,
  role: Role,
  { task, more }: { readonly task: T; readonly more: (order: RoleOrder) => Tasks[T]['order'] },
): Promise<Result<Inputs<Tasks[T]['outcome']>, InputProblems>> {
  const found: Problem[] = []
  const order = await readOrder(reading, args, found)
  const prepared = order && (await role.prepare(task, more(order)))
  const problems = eachOnce([...found, ...(prepared?.problems ?? [])]).map((problem) =>
    placed(problem, reading),
  )
  if (order === undefined || prepared?.play === undefined)
    return failed({ problems, texts: textsOf(problems) })
  return success({ play: prepared.play, manifest: order.manifest, nodes: order.nodes, problems })
}

type Understood = Required<Pick<ManifestReading, 'manifest' | 'positionOf'>>

/** The cloud of a manifest, and what is wrong with Kolla's files. */
export async function cloudOf(
  args: InputArguments,
  { manifest, positionOf }: ManifestReading,
): Promise<{ cloud: Cloud | undefined; problems: readonly Problem[] }> {
  const problems: Problem[] = []
  const cloud = manifest && (await cloudIn(args, { manifest, positionOf }, problems))
  return { cloud, problems }
}

async function cloudIn(
  args: InputArguments,
  { manifest, positionOf }: Understood,
  problems: Problem[],
): Promise<Cloud | undefined> {
  const vault = await vaultPassword(manifest, problems)
  const sources = { ...kollaSources(args, manifest, positionOf), ...defined({ vault }) }
  const { cloud, problems: kollas } = readCloud(sources, diskReader)
  problems.push(...(sources.ansible?.problems ?? []), ...kollas)
  return cloud
}

/** What the manifest has to say is a problem of the manifest, at its key or where that would stand. */
function placed(problem: Problem, { manifest, positionOf }: ManifestReading): Problem {
  if (manifest === undefined || problem.at !== undefined || !problem.path.startsWith('kolla.')) return problem
  return { ...problem, at: positionOf(problem.path.split('.'), 'key') }
}

/** The release is asked for once: where something needs it, that is an error, and else a warning. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const asks = ({ path }: Problem): boolean => path === 'kolla.release' || path === 'openstack_release'
  const isNeeded = problems.some((problem) => problem.severity === 'error' && asks(problem))
  const left = problems.filter((problem) => !(isNeeded && problem.severity === 'warning' && asks(problem)))
  return [...new Map(left.map((problem) => [JSON.stringify(problem), problem])).values()]
}

/** What the files say; undefined where one of the problems is an error. */
async function readOrder(
  { manifest, problems: written, positionOf }: ManifestReading,
  args: InputArguments,
  problems: Problem[],
): Promise<RoleOrder | undefined> {
  problems.push(...written)
  if (manifest === undefined) return undefined
  const cloud = await cloudIn(args, { manifest, positionOf }, problems)
  problems.push(...installationProblems(manifest, positionOf))
  const hosts = cloud === undefined ? [] : selected(args.limit, cloud, problems)
  const login = await loginDefaults(manifest, hosts, problems)
  const domains = cloud && domainsOf(cloud, hosts, { manifest, positionOf }, problems)
  const { nodes, problems: unreachable } = nodesOf(hosts, login, domains)
  problems.push(...unreachable)
  if (cloud !== undefined)
    problems.push(
      ...oneMachineProblems(
        cloud,
        hosts.map(({ name }) => name),
        manifest.ssh.port,
      ),
    )
  if (cloud === undefined || problems.some(({ severity }) => severity === 'error')) return undefined
  return { manifest, positionOf, cloud, nodes }
}

/** The command line goes before the environment, and both before the manifest. */
function kollaSources(
  args: InputArguments,
  { kolla, nodes }: Manifest,
  positionOf: ManifestReading['positionOf'],
): KollaSources {
  const { release, overrides } = kolla
  const place = (path: YamlPath, part?: 'key' | 'value'): Position => positionOf(['nodes', ...path], part)
  return {
    configdir: args.configdir ?? (process.env['KOLLA_CONFIG_PATH'] || kolla.configdir),
    inventory: args.kollaInventory.length > 0 ? args.kollaInventory : kolla.inventory,
    ...(nodes === undefined ? {} : { nodes: { groups: nodes, positionOf: place } }),
    release,
    installation: kolla.installation ?? kollaInstallation(),
    ansible: ansibleConfig(),
    overrides,
  }
}

/** What Ansible would read if it were started here. */
function ansibleConfig(): AnsibleConfig {
  const folder = process.cwd()
  const place = { env: process.env, home: homeFolder(), folder, isOpen: isWritableByAll(folder) }
  return readAnsibleConfig(place, diskReader)
}

function selected(limit: string | undefined, cloud: Cloud, problems: Problem[]): readonly CloudHost[] {
  if (limit === undefined) return cloud.nodes
  const from = { hosts: cloud.nodes.map(({ name }) => name), groups: cloud.groups }
  const selection = selectHosts(limit, from, diskReader)
  problems.push(...selection.problems)
  return cloud.nodes.filter(({ name }) => selection.hosts.includes(name))
}

/** What keeps nodes out of one batch: their failure domains; and whether the groups that do so are there. */
function domainsOf(
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

/** The manifest's, else the one that Ansible would read. */
async function vaultPassword({ kolla }: Manifest, problems: Problem[]): Promise<Secret | undefined> {
  const password = await (kolla.vaultPassword ?? ansibleVaultPassword())?.resolve()
  if (password?.ok === false) problems.push(password.failure)
  return password?.ok === true ? password.value : undefined
}

function installationProblems(
  { kolla: { installation } }: Manifest,
  positionOf: ManifestReading['positionOf'],
): Problem[] {
  if (installation === undefined || installedVersion(installation, diskReader) !== undefined) return []
  return [
    {
      severity: 'error',
      at: positionOf(['kolla', 'installation']),
      path: 'kolla.installation',
      message: `no Kolla-Ansible is installed below ${installation}`,
      remedy: 'write the virtual environment whose bin/kolla-ansible deploys this cloud',
    },
  ]
}

/** How every node is logged in to, as far as the manifest says it. */
export async function loginDefaults(
  { ssh }: Manifest,
  hosts: readonly CloudHost[],
  problems: Problem[],
): Promise<LoginDefaults> {
  const passphrase = await ssh.passphrase?.resolve()
  let secret: Secret | undefined
  if (passphrase?.ok === true) secret = passphrase.value
  else if (passphrase !== undefined) problems.push(passphrase.failure)
  const home = homeFolder()
  const place = { home: loginHome(), files: diskReader, ask: askWithSsh }
  const openSsh = await openSshFor(questionsOf(hosts, ssh), place)
  problems.push(...openSsh.problems)
  return { ssh, passphrase: secret, home, user: currentUser(), openSsh }
}

/** The hosts that OpenSSH may know, and the jump hosts that the manifest or the inventory names. */
function questionsOf(
  hosts: readonly CloudHost[],
  { jumps = [] }: Manifest['ssh'],
): readonly OpenSshQuestion[] {
  const written = jumps.flatMap((text) => jumpsOf(text) ?? [])
  return hosts.flatMap(({ connection }) => {
    if (connection.transport !== 'ssh') return []
    const { address, configFile } = connection
    return [address, ...[...written, ...connection.jumps].map(({ host }) => host)].map((host) => ({
      host,
      configFile,
    }))
  })
}

/** The files that problems point into, so that the place can be shown. */
function textsOf(problems: readonly Problem[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const { at } of problems) {
    if (at === undefined || texts.has(at.file)) continue
    const text = diskReader.readText(at.file)
    // Of an encrypted file the lines are those of what is in it.
    if (typeof text === 'string' && !text.startsWith('$ANSIBLE_VAULT;')) texts.set(at.file, text)
  }
  return texts
}
