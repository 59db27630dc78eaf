import { join, resolve } from 'node:path'
import { problemLine } from '../manifest/problems/problem-lines.ts'
import type { Language } from '../messages/language.ts'
import { describeProgress } from '../messages/progress.ts'
import type { PlayEvent, Printer } from '../model/event.ts'
import type { Failure } from '../model/failure.ts'
import type { AboutRun, PhaseName } from '../model/report.ts'
import type { Verb } from '../model/verb.ts'
import { interruption } from '../play/interruption.ts'
import type { RunContext } from '../play/phase.ts'
import { pool } from '../play/pool.ts'
import type { Services } from '../play/role.ts'
import { roster } from '../play/roster.ts'
import { connector, type LastSeen } from '../remote/connect.ts'
import { type DebugFiles, debugFiles } from '../remote/debug/debug-files.ts'
import type { KeptConnections } from '../remote/kept-connections.ts'
import { defined } from '../values/defined.ts'
import { safeLine } from '../values/safe-text.ts'
import type { Inputs } from './inputs.ts'
import { leaseRequestOf, type RunRecord, runName } from './run-record.ts'
import { onInterrupt } from './signals.ts'

export interface RunOrder {
  readonly verb: { readonly name: Verb; readonly phases: readonly PhaseName[] }
  readonly args: {
    /** The manifest's file, as it was typed. */
    readonly manifest: string
    /** How many nodes at once, instead of what the manifest says. */
    readonly parallel: number | undefined
    /** Folder for the debug files of runs, instead of what the environment says. */
    readonly debug: string | undefined
  }
  readonly inputs: Pick<Inputs<unknown>, 'manifest' | 'nodes' | 'problems'>
  readonly language: Language
  readonly printer: Printer
  /** Not there for a verb that changes nothing. */
  readonly record?: RunRecord | undefined
  /** Which interruption breaks off connecting to a node: the first, or by default the second. */
  readonly connectUntil?: 'stopping' | 'aborting'
  /** Connections that are shared with the rounds before and after this run. */
  readonly connections?: RoundConnections | undefined
}

/** What rounds of a watch know of the nodes' connections. */
export interface RoundConnections {
  readonly kept: KeptConnections
  readonly lastSeen: LastSeen
}

/** A run under way. */
export interface Run {
  readonly name: string
  readonly context: RunContext
  /** What its play is given. */
  readonly services: Services
  /** As things stand now. */
  readonly about: () => AboutRun
}

/**
 * One run of any verb, from its announcement to its last line: it hears the operator's interruptions, and closes its
 * journal and its printer, whatever happens in `work`.
 */
export async function withRun<T>(order: RunOrder, work: (run: Run) => Promise<T>): Promise<T> {
  const { printer, record } = order
  const { context, close } = openRunContext(order)
  const startedAt = record?.startedAt ?? new Date().toISOString()
  const name = record?.run ?? runName(startedAt)
  const debug = debugOf(order, name)
  try {
    const run = openRun(order, context, { name, startedAt, debug })
    announce(order, run)
    return await work(run)
  } finally {
    close()
    await record?.journal.close()
    await printer.end()
    if (debug !== undefined) sayWhereDebugFilesAre(debug)
  }
}

interface OpenedRun extends Pick<Run, 'name'> {
  readonly startedAt: string
  readonly debug: DebugFiles | undefined
}

function debugOf({ args }: RunOrder, run: string): DebugFiles | undefined {
  const folder = args.debug ?? (process.env['KOLLA_MIMIR_DEBUG'] || undefined)
  return folder === undefined ? undefined : debugFiles(join(resolve(folder), run))
}

function sayWhereDebugFilesAre({ folder, problem }: DebugFiles): void {
  const reason = problem()
  const end = reason === undefined ? '' : `, not all of them: ${reason}`
  process.stderr.write(`${safeLine(`debug files: ${folder}${end}`, 1000)}\n`)
}

function openRun(
  { verb, args, inputs, record, connectUntil = 'aborting', connections }: RunOrder,
  context: RunContext,
  { name, startedAt, debug }: OpenedRun,
): Run {
  const { rollout, mimir } = inputs.manifest
  const isForced = process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
  const forced = isForced ? [context.describe({ kind: 'tls-verified' })] : []
  const warnings = [...forced, ...inputs.problems.map(problemLine)]
  const { [connectUntil]: signal, stopping } = context.interruption
  return {
    name,
    context,
    services: {
      context,
      connect: connector({
        connectDeadline: rollout.deadlines.connect,
        signal,
        ...connections,
        ...defined({ debug }),
      }),
      leaseRequest: record?.leaseRequest ?? leaseRequestOf(name, verb.name),
      ...defined({ isDead: record?.isDead, isLiving: record?.isLiving }),
    },
    about: () => ({
      manifest: args.manifest,
      tenant: mimir.tenant,
      startedAt,
      milliseconds: context.elapsed(),
      interrupted: stopping.aborted,
      warnings,
    }),
  }
}

function announce({ verb, inputs, printer }: RunOrder, { name: run, about }: Run): void {
  const { tenant, warnings } = about()
  const nodes = inputs.nodes.map(({ name }) => name)
  printer.tell({ type: 'play-started', verb: verb.name, run, tenant, nodes, phases: verb.phases })
  for (const text of warnings) printer.tell({ type: 'warning', text })
}

/** What the phases of one run share. It hears the operator's interruptions until it is closed. */
function openRunContext({ args, inputs, language, printer, record }: RunOrder): {
  readonly context: RunContext
  readonly close: () => void
} {
  const began = performance.now()
  const interruptions = interruption()
  const tell = (event: PlayEvent): void => tellSafely(printer, event)
  const describe: RunContext['describe'] = (progress) => describeProgress(progress, language)
  const context: RunContext = {
    roster: roster(inputs.nodes),
    pool: pool(args.parallel ?? inputs.manifest.rollout.parallel),
    interruption: interruptions,
    tell,
    elapsed: () => performance.now() - began,
    describe,
    ...defined({
      journal:
        record &&
        warningJournal(record.journal, (failure) =>
          tell({ type: 'warning', text: describe({ kind: 'failed', failure }) }),
        ),
    }),
  }
  const close = onInterrupt(() => {
    context.tell({ type: 'interrupting', force: interruptions.interrupt() === 'aborting' })
  })
  return { context, close }
}

/** A journal whose first entry that could not be written is told, for the run goes on to end what it began. */
function warningJournal(
  journal: RunRecord['journal'],
  warn: (failure: Failure) => void,
): Pick<RunRecord['journal'], 'write'> {
  let isTold = false
  return {
    write: async (entry) => {
      const written = await journal.write(entry)
      if (!written.ok && !isTold) {
        isTold = true
        warn(written.failure)
      }
      return written
    },
  }
}

/** What is shown must not decide over what is done: a printer that fails has failed alone. */
function tellSafely(printer: Printer, event: PlayEvent): void {
  try {
    printer.tell(event)
  } catch (error) {
    process.stderr.write(`a printer failed and the run goes on: ${safeLine(String(error))}\n`)
  }
}
