import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type NotWritten, writeNewFile } from '../../files/atomic-file.ts'
import { nodesOf } from '../../fleet/nodes.ts'
import { type FirstManifest, guessLine, manifestText } from '../../import/manifest-text.ts'
import type { Cloud } from '../../kolla/cloud.ts'
import { BASE_GROUPS } from '../../kolla/releases/chains.ts'
import { MANIFEST_DEFAULTS } from '../../manifest/defaults.ts'
import { type Manifest, readManifest } from '../../manifest/manifest.ts'
import { problemLines } from '../../manifest/problems/problem-lines.ts'
import { thisMachine } from '../../manifest/this-machine.ts'
import { catalog } from '../../messages/catalog.ts'
import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Problem } from '../../model/problem.ts'
import type { ExportersFound, Role } from '../../play/role.ts'
import { connector } from '../../remote/connect.ts'
import { fold } from '../../report/text/fold.ts'
import { shellWord } from '../../shell/posix-quote.ts'
import { defined } from '../../values/defined.ts'
import { safeLine } from '../../values/safe-text.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { flag, text, texts } from '../command-line/option.ts'
import { LANG } from '../command-line/options.ts'
import { ALWAYS, defineVerb, type VerbArguments } from '../command-line/verb.ts'
import { firstRelease } from '../first-release.ts'
import { cloudOf, judgeInputs, loginDefaults } from '../inputs.ts'
import { languageFor } from '../output.ts'
import { releaseOnNodes } from '../release-on-nodes.ts'
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
    help: "Kolla's release, e.g. 2025.1; else that of globals.yml, or of the kolla-ansible in the PATH",
  }),
  askNodes: flag({
    name: 'ask-nodes',
    help: "log in to a node for the tags of Kolla's images, if nothing else has the release",
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
  summary: "write a first manifest from Kolla's folder and inventory; contacts no node without --ask-nodes",
  phases: [],
  takesManifest: false,
  options: OPTIONS,
  exitCodes: {
    [EXIT.done]: 'the manifest was written, and prechecks can begin',
    [EXIT.unfinished]: 'the manifest was written; the last line says what to do before prechecks can begin',
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

/** Write a first manifest from Kolla's files; no node is contacted. The exit code: 0 and 5 written, 2 not. */
async function importManifest(role: Role, args: ImportArguments): Promise<number> {
  const language = languageFor(args.lang)
  const file = args.out ?? 'inventory.yml'
  const { first, found } = await firstManifest(args, language)
  const written = { first, file, text: manifestText(first), args, language }
  const wrong = await problemsBefore(written, role)
  if (wrong.length > 0) return refuse(wrong, language)
  const draft = await withRelease(written, role)
  const read = await readDraft(draft, role)
  if (read.cloud === undefined)
    return refuse(
      read.problems.map((problem) => withoutDraft(problem, file)),
      language,
    )
  say([
    ...problemLines(read.problems),
    ...cloudLines(read.cloud, role.exportersOf(read.cloud), language),
    ...found,
  ])
  if (first.mimirUrl === undefined) say([catalog(language).import.noUrl])
  return write(draft, read.problems)
}

/** With --ask-nodes, what the nodes say of the release counts before what the inventory does. It stays a guess. */
async function withRelease(draft: Draft, role: Role): Promise<Draft> {
  const { args, first, language } = draft
  const { cloud, manifest } = await readDraft(draft, role)
  if (!args.askNodes || typeof first.release !== 'object' || !cloud || !manifest) return draft
  const { nodes } = nodesOf(cloud.nodes, await loginDefaults(manifest, cloud.nodes, []), undefined)
  const { seen, failures } = await releaseOnNodes(nodes, connector())
  const words = catalog(language).import
  for (const { node, failure } of failures) {
    const { problem, remedy } = explainFailure(failure, language)
    say([words.notAsked(node, problem, remedy)])
  }
  if (seen === undefined) return draft
  say([words.seenOnNode(seen)])
  const grounds = `${seen.node} runs Kolla images with the tag ${seen.tag}`
  const guessed = { ...first, release: { release: seen.release, grounds } }
  return { ...draft, first: guessed, text: manifestText(guessed) }
}

interface Draft {
  readonly first: FirstManifest
  readonly file: string
  readonly text: string
  readonly args: ImportArguments
  readonly language: Language
}

async function firstManifest(
  { mimirUrl, tenant = 'openstack', release, configdir, inventory }: ImportArguments,
  language: Language,
): Promise<{ first: FirstManifest; found: readonly string[] }> {
  const folder = configdir ?? (process.env['KOLLA_CONFIG_PATH'] || MANIFEST_DEFAULTS.kolla.configdir)
  const kolla = { configdir: resolve(folder), inventory: inventory.map((path) => resolve(path)) }
  const known = release === undefined ? await firstRelease(kolla) : { release }
  const { installation } = known
  const words = catalog(language).import
  const found =
    installation === undefined ? [] : [words.installation({ folder: installation, release: known.installed })]
  const told = defined({ release: known.release, installation })
  return { first: { mimirUrl, tenant, ...kolla, ...told }, found }
}

/** What is wrong with the command line: its words make no manifest, or -i names no file. */
async function problemsBefore({ file, text: yaml, args }: Draft, role: Role): Promise<readonly Problem[]> {
  const lists = args.inventory.filter((path) => path.includes(',') && !existsSync(path))
  const { problems } = await readManifest({ file: nameOf(file), text: yaml }, thisMachine(role.exporters))
  const errors = problems.filter(({ severity }) => severity === 'error')
  return [...lists.map(noFile), ...errors.map((problem) => ({ ...problem, at: undefined }))]
}

function nameOf(file: string): string {
  return file === '-' ? 'inventory.yml' : file
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

/** What is written has to be read again, so it is, as the verb that comes next reads it. */
async function readDraft(
  { file, text: yaml }: Draft,
  role: Role,
): Promise<{ cloud: Cloud | undefined; manifest: Manifest | undefined; problems: readonly Problem[] }> {
  const reading = await readManifest({ file: nameOf(file), text: yaml }, thisMachine(role.exporters))
  const args = { manifest: file, limit: undefined, kollaInventory: [], configdir: undefined }
  const judged = await judgeInputs(reading, args, role, { task: 'prechecks', more: (order) => order })
  const problems = judged.ok ? judged.value.problems : judged.failure.problems
  const { cloud, problems: kollas } = await cloudOf(args, reading)
  return { cloud: kollas.some(isFatal) ? undefined : cloud, manifest: reading.manifest, problems }
}

/** With Kolla's files unread, or a cloud that no release here is for, a manifest would lead nowhere. */
function isFatal({ severity, path }: Problem): boolean {
  return severity === 'error' && ['', 'nodes', 'openstack_release', 'kolla.release'].includes(path)
}

/** A file that is not written has no lines. */
function withoutDraft(problem: Problem, file: string): Problem {
  return problem.at?.file === nameOf(file) ? { ...problem, at: undefined } : problem
}

function refuse(problems: readonly Problem[], language: Language): number {
  printProblems({ problems, texts: new Map() })
  const errors = problems.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first) say([catalog(language).import.nothing(stepOf(first), errors.length - 1)])
  return EXIT.wrongInput
}

function stepOf({ at, path, remedy }: Problem): string {
  const place = at === undefined ? path : 'line' in at ? `${at.file}:${at.line}` : at.file
  return place === '' ? remedy : `${place}: ${remedy}`
}

function cloudLines(
  cloud: Cloud,
  { nodes: exporters, unclear }: ExportersFound,
  language: Language,
): string[] {
  const words = catalog(language).import
  const names = cloud.nodes.map(({ name }) => name)
  const groups = BASE_GROUPS.filter((group) => (cloud.groups.get(group) ?? []).length > 0)
  const each = [...exporters].map(([name, nodes]) =>
    words.exporter({ name, count: nodes.length, nodes: fold(nodes) }),
  )
  const isEmpty = each.length === 0 && unclear.length === 0
  return [
    words.nodes({ count: names.length, names: fold(names) }),
    words.groups(groups),
    words.release(cloud.release),
    ...(isEmpty ? [words.noExporters] : each),
    ...(unclear.length === 0 ? [] : [words.incomplete(unclear.join(', '))]),
  ]
}

async function write(draft: Draft, problems: readonly Problem[]): Promise<number> {
  const { file, text: yaml, language } = draft
  const words = catalog(language).import
  if (file === '-') {
    process.stdout.write(yaml)
    return end(words.printed, draft, problems)
  }
  const written = await writeNewFile(resolve(file), yaml)
  if (written.ok) return end(words.written(file), draft, problems)
  say([notWritten(file, written.failure, language)])
  return EXIT.wrongInput
}

function notWritten(file: string, failure: NotWritten, language: Language): string {
  const words = catalog(language).import
  return failure.reason === 'exists' ? words.exists(file) : words.refused(file, failure.said)
}

/** The last line is what has to be done next: the verb that follows, or what it would refuse. */
function end(done: string, draft: Draft, problems: readonly Problem[]): number {
  const { first, file, language } = draft
  const words = catalog(language).import
  const command = `npx zx scripts/prechecks.mjs ${shellWord(nameOf(file))}`
  const errors = problems.filter(({ severity }) => severity === 'error')
  const [step, ...more] = [
    ...(first.mimirUrl === undefined ? [words.urlStep(nameOf(file))] : []),
    ...mostUrgentFirst(errors).map((problem) => stepIn(problem, draft)),
  ]
  say([
    step === undefined ? words.next(done, command) : words.first(done, step, { command, more: more.length }),
  ])
  return step === undefined ? EXIT.done : EXIT.unfinished
}

/** The release goes first: it decides over all others. */
function mostUrgentFirst(errors: readonly Problem[]): readonly Problem[] {
  const isRelease = ({ path }: Problem): boolean => path === 'kolla.release'
  return [...errors.filter(isRelease), ...errors.filter((error) => !isRelease(error))]
}

function stepIn(problem: Problem, { first, file, language }: Draft): string {
  const line = guessLine(first)
  if (problem.path !== 'kolla.release' || line === undefined || typeof first.release !== 'object')
    return stepOf(problem)
  return catalog(language).import.releaseStep(`${nameOf(file)}:${line}`, first.release.release)
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${safeLine(line, 2000)}\n`)
}
