import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { type NotWritten, writeNewFile } from '../../files/atomic-file.ts'
import { nodesOf } from '../../fleet/nodes.ts'
import { type FirstManifest, manifestText } from '../../import/manifest-text.ts'
import { type Cloud, type KollaSources, readCloud } from '../../kolla/cloud.ts'
import { diskReader } from '../../kolla/files/files.ts'
import { kollaInstallation } from '../../kolla/installation.ts'
import { BASE_GROUPS } from '../../kolla/releases/chains.ts'
import type { Release } from '../../kolla/releases/release.ts'
import { MANIFEST_DEFAULTS } from '../../manifest/defaults.ts'
import { readManifest } from '../../manifest/manifest.ts'
import { problemLines } from '../../manifest/problems/problem-lines.ts'
import { thisMachine } from '../../manifest/this-machine.ts'
import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { Problem } from '../../model/problem.ts'
import type { Role } from '../../play/role.ts'
import { fold } from '../../report/text/fold.ts'
import { defined } from '../../values/defined.ts'
import { safeLine } from '../../values/safe-text.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { text, texts } from '../command-line/option.ts'
import { LANG } from '../command-line/options.ts'
import { ALWAYS, defineVerb, type VerbArguments } from '../command-line/verb.ts'
import { languageFor } from '../output.ts'
import { printProblems } from '../usage-errors.ts'

const OPTIONS = {
  inventory: texts({
    name: 'kolla-inventory',
    short: 'i',
    value: 'FILE',
    help: "Kolla's inventory; may be given several times",
  }),
  configdir: text({
    name: 'configdir',
    value: 'DIR',
    help: "folder of Kolla's globals.yml; else KOLLA_CONFIG_PATH, /etc/kolla",
  }),
  mimirUrl: text({
    name: 'mimir-url',
    value: 'URL',
    help: 'Mimir as the nodes reach it: http or https, host and port',
  }),
  tenant: text({ name: 'tenant', value: 'NAME', help: 'the tenant that metrics go to; default: openstack' }),
  release: text({
    name: 'release',
    value: 'NAME',
    help: "Kolla's release, as 2025.1; else that of globals.yml, or of the kolla-ansible in the PATH",
  }),
  out: text({
    name: 'out',
    value: 'FILE',
    help: 'the manifest to write, never overwritten; - for stdout; default: inventory.yml',
  }),
  lang: LANG,
}

type ImportArguments = VerbArguments<typeof OPTIONS>

export const importVerb = defineVerb({
  name: 'import',
  summary: "write a first manifest from Kolla's folder and inventory; contacts no node",
  phases: [],
  takesManifest: false,
  options: OPTIONS,
  exitCodes: {
    [EXIT.done]: 'the manifest was written',
    [EXIT.wrongInput]: "the command line or Kolla's files are wrong, or the file exists; nothing was written",
    [EXIT.internal]: ALWAYS[EXIT.internal],
  },
  examples: [
    '-i /etc/kolla/multinode --mimir-url http://10.0.0.5:9009',
    '--configdir /etc/kolla -i multinode --out -',
  ],
  conflicts: ({ inventory }) =>
    inventory.length === 0 ? ['no inventory is named; write e.g. -i /etc/kolla/multinode'] : [],
  run: importManifest,
})

/** Write a first manifest from Kolla's files; no node is contacted. The exit code: 0 written, 2 not. */
async function importManifest(role: Role, args: ImportArguments): Promise<number> {
  const first = firstManifest(args)
  const file = args.out ?? 'inventory.yml'
  const manifest = manifestText(first)
  const problems = await problemsOf(manifest, { file, inventory: args.inventory }, role)
  const { cloud, problems: kollas } = readCloud({ ...first, release: first.release ?? undefined }, diskReader)
  problems.push(...kollas, ...(cloud === undefined ? [] : unreachable(cloud)))
  if (cloud === undefined || problems.some(({ severity }) => severity === 'error'))
    return printProblems({ problems, texts: new Map() })
  const language = languageFor(args.lang)
  say([...problemLines(problems), ...found(cloud, role.exportersOf(cloud), language)])
  if (first.mimirUrl === undefined) say([catalog(language).import.noUrl])
  return write(file, manifest, language)
}

function firstManifest({
  mimirUrl,
  tenant = 'openstack',
  release,
  configdir,
  inventory,
}: ImportArguments): FirstManifest {
  const folder = configdir ?? (process.env['KOLLA_CONFIG_PATH'] || MANIFEST_DEFAULTS.kolla.configdir)
  const kolla = {
    configdir: resolve(folder),
    inventory: inventory.map((path) => resolve(path)),
  }
  return { mimirUrl, tenant, ...kolla, ...defined({ release: release ?? installedRelease(kolla) }) }
}

/** The release of the installed Kolla-Ansible, where Kolla's files name none; null where nothing does. */
function installedRelease(kolla: KollaSources): Release | null | undefined {
  const isNamed = readCloud(kolla, diskReader).cloud?.release !== undefined
  if (isNamed) return undefined
  return readCloud({ ...kolla, installation: kollaInstallation() }, diskReader).cloud?.release ?? null
}

/** What is written has to be read again, so it is, before it is written. */
async function problemsOf(
  yaml: string,
  { file, inventory }: { readonly file: string; readonly inventory: readonly string[] },
  role: Role,
): Promise<Problem[]> {
  const lists = inventory.filter((path) => path.includes(',') && !existsSync(path))
  const { problems } = await readManifest(
    { file: file === '-' ? 'inventory.yml' : file, text: yaml },
    thisMachine(role.exporters),
  )
  return [...lists.map(noFile), ...problems.map((problem) => ({ ...problem, at: undefined }))]
}

function noFile(path: string): Problem {
  return {
    severity: 'error',
    at: undefined,
    path: '-i',
    message: `found ${path}, a list of hosts and no file`,
    remedy: "give the file of Kolla's inventory",
  }
}

/** Hosts that no transport reaches as the inventory says: a rollout would refuse them. */
function unreachable({ nodes }: Cloud): Problem[] {
  const ssh = { ...MANIFEST_DEFAULTS.ssh, knownHosts: [], hostKeys: MANIFEST_DEFAULTS.ssh.host_keys }
  const { problems } = nodesOf(nodes, { ssh, passphrase: undefined, home: homedir() }, undefined)
  return problems.map((problem) => ({ ...problem, severity: 'warning' }))
}

function found(
  cloud: Cloud,
  exporters: ReadonlyMap<string, readonly string[]>,
  language: Language,
): string[] {
  const words = catalog(language).import
  const names = cloud.nodes.map(({ name }) => name)
  const groups = BASE_GROUPS.filter((group) => (cloud.groups.get(group) ?? []).length > 0)
  const each = [...exporters].map(([name, nodes]) =>
    words.exporter({ name, count: nodes.length, nodes: fold(nodes) }),
  )
  return [
    words.nodes({ count: names.length, names: fold(names) }),
    words.groups(groups),
    words.release(cloud.release),
    ...(each.length === 0 ? [words.noExporters] : each),
  ]
}

async function write(file: string, yaml: string, language: Language): Promise<number> {
  const words = catalog(language).import
  if (file === '-') {
    process.stdout.write(yaml)
    return EXIT.done
  }
  const written = await writeNewFile(resolve(file), yaml)
  say([written.ok ? words.written(file) : notWritten(file, written.failure, language)])
  return written.ok ? EXIT.done : EXIT.wrongInput
}

function notWritten(file: string, failure: NotWritten, language: Language): string {
  const words = catalog(language).import
  return failure.reason === 'exists' ? words.exists(file) : words.refused(file, failure.said)
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${safeLine(line, 1000)}\n`)
}
