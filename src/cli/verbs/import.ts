import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { nodesOf } from '../../fleet/nodes.ts'
import { type FirstManifest, manifestText } from '../../import/manifest-text.ts'
import { type NotWritten, writeNewFile } from '../../import/new-file.ts'
import { type Cloud, type KollaSources, readCloud } from '../../kolla/cloud.ts'
import { diskReader } from '../../kolla/files/files.ts'
import { kollaInstallation } from '../../kolla/installation.ts'
import { BASE_GROUPS } from '../../kolla/releases/chains.ts'
import type { Release } from '../../kolla/releases/release.ts'
import { readManifest } from '../../manifest/manifest.ts'
import { problemLines } from '../../manifest/problems/problem-lines.ts'
import { MANIFEST_DEFAULTS } from '../../manifest/schema/defaults.ts'
import { thisMachine } from '../../manifest/this-machine.ts'
import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { Problem } from '../../model/problem.ts'
import type { Role } from '../../play/role.ts'
import { fold } from '../../report/text/fold.ts'
import { safeLine } from '../../values/safe-text.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { importHelpText } from '../command-line/help.ts'
import { type ImportArguments, readImportArguments } from '../command-line/import-arguments.ts'
import { languageFor } from '../locale.ts'
import { correct, refuse } from '../usage-errors.ts'
import { version } from '../version.ts'

/** Write a first manifest from Kolla's files; nothing is dialled. The exit code: 0 written, 2 not. */
export async function importManifest(role: Role, words: readonly string[]): Promise<number> {
  const asked = readImportArguments(words)
  if (asked.kind === 'wrong') return correct(asked.mistakes, 'import')
  if (asked.kind !== 'run') {
    process.stdout.write(asked.kind === 'help' ? importHelpText() : `kolla-mimir ${version()}\n`)
    return EXIT.done
  }
  const first = firstManifest(asked.arguments)
  const text = manifestText(first)
  const problems = await problemsOf(text, asked.arguments, role)
  const { cloud, problems: kollas } = readCloud({ ...first, release: first.release ?? undefined }, diskReader)
  problems.push(...kollas, ...(cloud === undefined ? [] : unreachable(cloud)))
  if (cloud === undefined || problems.some(({ severity }) => severity === 'error'))
    return refuse(problems, new Map())
  const language = languageFor(asked.arguments.lang)
  say([...problemLines(problems), ...found(cloud, role.exportersOf(cloud), language)])
  if (first.mimirUrl === undefined) say([catalog(language).import.noUrl])
  return write(asked.arguments.file, text, language)
}

function firstManifest({ mimirUrl, tenant, release, ...given }: ImportArguments): FirstManifest {
  const folder = given.configdir ?? (process.env['KOLLA_CONFIG_PATH'] || MANIFEST_DEFAULTS.kolla.configdir)
  const kolla = {
    configdir: resolve(folder),
    inventory: given.inventory.map((path) => resolve(path)),
  }
  const told = release ?? untoldRelease(kolla)
  return { mimirUrl, tenant, ...kolla, ...(told === undefined ? {} : { release: told }) }
}

/** The release of the installed Kolla-Ansible, where Kolla's files tell none; null where nothing does. */
function untoldRelease(kolla: KollaSources): Release | null | undefined {
  const isTold = readCloud(kolla, diskReader).cloud?.release !== undefined
  if (isTold) return undefined
  return readCloud({ ...kolla, installation: kollaInstallation() }, diskReader).cloud?.release ?? null
}

/** What is written has to be read again, so it is, before it is written. */
async function problemsOf(
  text: string,
  { file, inventory }: ImportArguments,
  role: Role,
): Promise<Problem[]> {
  const lists = inventory.filter((path) => path.includes(',') && !existsSync(path))
  const { problems } = await readManifest(
    { file: file === '-' ? 'inventory.yml' : file, text },
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

async function write(file: string, text: string, language: Language): Promise<number> {
  const words = catalog(language).import
  if (file === '-') {
    process.stdout.write(text)
    return EXIT.done
  }
  const written = await writeNewFile(resolve(file), text)
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
