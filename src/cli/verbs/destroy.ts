import { problemLine } from '../../manifest/problems/problem-lines.ts'
import { catalog } from '../../messages/catalog.ts'
import type { DestroyedNode, DestroyReport } from '../../model/destroy-report.ts'
import type { Node } from '../../model/node.ts'
import type { Destroyed, Role } from '../../play/role.ts'
import type { Roster } from '../../play/roster.ts'
import { connector } from '../../remote/connect.ts'
import { showDestroy } from '../../report/destroy/outputs.ts'
import { type PrinterOptions, peoplePrinter } from '../../report/printer.ts'
import { fold } from '../../report/text/fold.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { Arguments } from '../command-line/arguments.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { refused } from '../confirm.ts'
import { readDestroyInputs, type VerbInputs } from '../inputs.ts'
import { languageFor } from '../locale.ts'
import { openRunContext } from '../run-context.ts'
import { openRunRecord, type RunRecord } from '../run-record.ts'
import { refuse } from '../usage-errors.ts'

type Ready = Extract<VerbInputs<Destroyed>, { manifest: unknown }>

/** Remove what is ours from the nodes, after one question, and give the exit code. */
export async function destroy(role: Role, wishes: Arguments): Promise<number> {
  const inputs = await readDestroyInputs(wishes, role)
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
  const { stdout, stderr, env } = process
  const language = languageFor(wishes.lang)
  const { output } = wishes
  const refusal = await consent(wishes, inputs, role)
  if (refusal !== undefined) return refusal
  const record = await openRunRecord('destroy', wishes)
  if (!record.ok) {
    stderr.write(
      `${safeLine(`${record.failure}; name a folder that can be written to with --state-dir`, 1000)}\n`,
    )
    return EXIT.wrongInput
  }
  const options: PrinterOptions = { output, language, stdout, stderr, env, now: () => performance.now() }
  const report = await removeAll(wishes, inputs, {
    options,
    record: record.value,
    directory: directoryOf(role, inputs.manifest),
  })
  await showDestroy(report, options)
  return exitCode(report)
}

async function consent(
  wishes: Arguments,
  { nodes, manifest }: Ready,
  role: Role,
): Promise<number | undefined> {
  if (wishes.reallyMeanIt) return undefined
  const words = catalog(languageFor(wishes.lang)).destroy
  const names = fold(nodes.map(({ name }) => name))
  const what = { count: nodes.length, nodes: safeLine(names, 1000), directory: directoryOf(role, manifest) }
  return refused(words.question(what), words, process)
}

/** Where the worker's files are on the nodes. */
function directoryOf(role: Role, { worker }: Ready['manifest']): string {
  return worker.directory ?? role.directory
}

function exitCode({ interrupted, nodes }: DestroyReport): number {
  if (interrupted) return EXIT.interrupted
  if (nodes.some(({ failure }) => failure?.reason === 'lease-held')) return EXIT.leaseHeld
  const good = nodes.length > 0 && nodes.every(({ state }) => state === 'removed' || state === 'absent')
  return good ? EXIT.done : EXIT.nodeFailed
}

interface RemovalRun {
  readonly options: PrinterOptions
  readonly record: RunRecord
  readonly directory: string
}

async function removeAll(
  wishes: Arguments,
  { manifest, nodes, play, problems }: Ready,
  { options, record, directory }: RemovalRun,
): Promise<DestroyReport> {
  const { run, startedAt, leaseRequest, isDead, journal } = record
  const verb = 'destroy'
  const { tenant } = manifest.mimir
  const printer = await peoplePrinter(options)
  const parallel = wishes.parallel ?? manifest.rollout.parallel
  const { context, close } = openRunContext({ nodes, parallel, language: options.language, printer, record })
  const warnings = problems.map(problemLine)
  try {
    const names = nodes.map(({ name }) => name)
    printer.tell({ type: 'play-started', verb, run, tenant, nodes: names, phases: ['hold', 'remove'] })
    const connectDeadline = manifest.rollout.deadlines.connect
    const connect = connector({ connectDeadline, signal: context.interruption.aborting })
    const done = await play({ context, connect, leaseRequest, isDead })
    const interrupted = context.interruption.stopping.aborted
    await journal.write({ type: 'ended', how: interrupted ? 'interrupted' : 'complete' })
    const about = { run, verb, manifest: wishes.manifest, tenant, startedAt, interrupted, warnings } as const
    const all = nodes.map((node) => destroyed(node, done, context.roster))
    return { ...about, milliseconds: context.elapsed(), directory, nodes: all }
  } finally {
    close()
    await journal.close()
    await printer.end()
  }
}

function destroyed({ name, groups }: Node, done: Destroyed, roster: Roster): DestroyedNode {
  const outcome = done.get(name)
  const { failure } = roster.report(name)
  const nothing = { node: name, groups, removed: [], files: [] }
  if (failure !== undefined && failure.reason !== 'aborted') return { ...nothing, state: 'failed', failure }
  if (outcome === undefined) return { ...nothing, state: 'interrupted' }
  const { changed, stays } = outcome
  return { ...nothing, state: changed.length > 0 ? 'removed' : 'absent', removed: changed, ...stays }
}
