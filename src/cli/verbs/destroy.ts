import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { DestroyedNode, DestroyReport } from '../../model/destroy-report.ts'
import type { Node } from '../../model/node.ts'
import type { Destroyed, Role } from '../../play/role.ts'
import type { Roster } from '../../play/roster.ts'
import { showDestroy } from '../../report/destroy/outputs.ts'
import { peoplePrinter } from '../../report/printer.ts'
import { fold } from '../../report/text/fold.ts'
import { safeLine } from '../../values/safe-text.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { flag } from '../command-line/option.ts'
import { CHANGING, COMMON } from '../command-line/options.ts'
import { ALWAYS, defineVerb, type VerbArguments } from '../command-line/verb.ts'
import { confirmRemoval } from '../confirm.ts'
import { type Inputs, readInputs } from '../inputs.ts'
import { printerOptions } from '../output.ts'
import { withRun } from '../run.ts'
import { openRunRecord } from '../run-record.ts'
import { printError, printProblems } from '../usage-errors.ts'

const OPTIONS = {
  ...COMMON,
  ...CHANGING,
  reallyMeanIt: flag({
    name: 'yes-i-really-really-mean-it',
    help: 'remove without asking; required if there is no terminal',
  }),
}

export const destroy = defineVerb({
  name: 'destroy',
  summary: "remove the workers, their data and their files, and nothing of Kolla's",
  kolla: 'destroy',
  phases: ['hold', 'remove'],
  takesManifest: true,
  options: OPTIONS,
  exitCodes: {
    ...ALWAYS,
    [EXIT.done]: 'every worker was removed',
    [EXIT.nodeFailed]: 'a worker was not removed, or the answer to the question was not yes',
    [EXIT.leaseHeld]: 'another run holds a node; nothing was changed',
  },
  examples: [
    'inventory.yml',
    'inventory.yml --limit cmp7',
    'inventory.yml --yes-i-really-really-mean-it --output json > destroyed.json',
  ],
  run: removeWorkers,
})

/** Remove kolla-mimir's own from the nodes, after one question. */
async function removeWorkers(role: Role, args: VerbArguments<typeof OPTIONS>): Promise<number> {
  const inputs = await readInputs(args, role, 'destroy', (order) => order)
  if (!inputs.ok) return printProblems(inputs.failure)
  const { manifest, play, nodes } = inputs.value
  const options = printerOptions(args)
  const { language } = options
  const directory = manifest.worker.directory ?? role.directory
  const declined = args.reallyMeanIt ? undefined : await askFirst(inputs.value, directory, language)
  if (declined !== undefined) return declined
  const record = await openRunRecord('destroy', args)
  if (!record.ok) return printError(record.failure)
  const { journal } = record.value
  const printer = await peoplePrinter(options)
  const order = { verb: destroy, args, inputs: inputs.value, language, printer, record: record.value }
  const report = await withRun(order, async ({ name, context, services, about }): Promise<DestroyReport> => {
    const done = await play(services)
    const all = nodes.map((node) => destroyedNode(node, done, context.roster))
    const whole = { run: name, verb: 'destroy', ...about(), directory, nodes: all } as const
    await journal.write({ type: 'ended', how: whole.interrupted ? 'interrupted' : 'complete' })
    return whole
  })
  await showDestroy(report, options)
  return exitCode(report)
}

/** Undefined for a yes, else the exit code. */
async function askFirst(
  { nodes }: Inputs<Destroyed>,
  directory: string,
  language: Language,
): Promise<number | undefined> {
  const words = catalog(language).destroy
  const names = fold(nodes.map(({ name }) => name))
  const what = { count: nodes.length, nodes: safeLine(names, 1000), directory }
  return confirmRemoval(words.question(what), words, process)
}

function exitCode({ interrupted, nodes }: DestroyReport): number {
  if (interrupted) return EXIT.interrupted
  if (nodes.some(({ failure }) => failure?.reason === 'lease-held')) return EXIT.leaseHeld
  const good = nodes.length > 0 && nodes.every(({ state }) => state === 'removed' || state === 'absent')
  return good ? EXIT.done : EXIT.nodeFailed
}

function destroyedNode({ name, groups }: Node, done: Destroyed, roster: Roster): DestroyedNode {
  const outcome = done.get(name)
  const { failure } = roster.report(name)
  const nothing = { node: name, groups, removed: [], files: [] }
  if (failure !== undefined && failure.reason !== 'aborted') return { ...nothing, state: 'failed', failure }
  if (outcome === undefined) return { ...nothing, state: 'interrupted' }
  const { changed, stays } = outcome
  return { ...nothing, state: changed.length > 0 ? 'removed' : 'absent', removed: changed, ...stays }
}
