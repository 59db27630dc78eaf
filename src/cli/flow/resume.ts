import type { RunArguments } from '../../journal/entry.ts'
import { isGone } from '../../journal/process.ts'
import { type JournalRead, readJournal } from '../../journal/read-journal.ts'
import { type RecordedRun, replay, unfinished } from '../../journal/replay.ts'
import { runNames } from '../../journal/runs.ts'
import { journalPath } from '../../journal/state-directory.ts'
import { parseBatchSizes, parseMaxFailures } from '../../manifest/values/batch-sizes.ts'
import { ROLLBACK_POLICIES } from '../../manifest/values/rollback-policy.ts'
import { failed, type Result, success } from '../../model/result.ts'
import type { Batches } from '../../model/saved-plan.ts'
import type { Verb } from '../../model/verb.ts'
import { fold } from '../../report/text/fold.ts'
import { defined } from '../../values/defined.ts'
import { groupBy } from '../../values/group-by.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { journalFolder } from '../run-record.ts'
import type { FlowArguments } from './flow-arguments.ts'

/** Why a run cannot be resumed, and the exit code for it. */
export interface NotResumed {
  readonly exitCode: number
  readonly message: string
}

export interface Resumed {
  readonly args: FlowArguments
  /** What became of the earlier run so far, a line each; empty where none is resumed. */
  readonly history: readonly string[]
  /** Its batches, where it had some and no others are asked for now. */
  readonly batches?: Batches
  /** When it began, in seconds since 1970. */
  readonly began?: number
}

/**
 * The options of an earlier run, where this one resumes it: what is asked for now takes precedence. The nodes themselves
 * are observed anew, so that whatever happened meanwhile counts.
 */
export async function withResumed(verb: Verb, args: FlowArguments): Promise<Result<Resumed, NotResumed>> {
  const name = args.resume ?? args.onlyFailed
  if (name === undefined) return success({ args, history: [] })
  const read = await journalOf(verb, name, journalFolder(args))
  if (!read.ok) return read
  const recorded = replay(read.value)
  if (!recorded.ended && !isGone(recorded.header.who)) return failed(stillRunning(recorded))
  const limit = args.onlyFailed === undefined ? undefined : unfinished(recorded)
  if (limit?.length === 0)
    return failed({ exitCode: EXIT.wrongInput, message: `every node of run ${recorded.header.run} is done` })
  const { run } = recorded.header
  const all = withRecorded(recorded, args)
  const only = limit === undefined ? all.limit : limit.join(',')
  const began = Date.parse(recorded.header.at) / 1000
  const resumed = { args: { ...all, limit: only, resume: run }, history: historyOf(recorded), began }
  const isPlannedAnew = args.batches !== undefined || recorded.batches.length === 0
  return success(isPlannedAnew ? resumed : { ...resumed, batches: recorded.batches })
}

async function journalOf(verb: Verb, name: string, folder: string): Promise<Result<JournalRead, NotResumed>> {
  const names = await runNames(folder)
  const wrong = (message: string): Result<never, NotResumed> => failed({ exitCode: EXIT.wrongInput, message })
  for (const run of name === 'last' ? names.toReversed() : [name]) {
    const read = await readJournal(journalPath(folder, run))
    if (read.ok && read.value.header.verb === verb) return read
    if (name === 'last') continue
    if (read.ok) return wrong(`run ${run} is one of ${read.value.header.verb}; resume it by that verb`)
    const known = names.slice(-5).join(', ')
    return wrong(`no journal of run ${run} in ${folder}${known === '' ? '' : `; there are ${known}`}`)
  }
  return wrong(`no journal of a run of ${verb} in ${folder}`)
}

function stillRunning({ header: { run, who } }: RecordedRun): NotResumed {
  const { user, host, pid } = who
  const message = `run ${run} did not end, and may still be at work: ${user}@${host}, process ${pid}; end it, or run without --resume`
  return { exitCode: EXIT.leaseHeld, message }
}

/** The image is the very one that the earlier run had found, whatever its name stands for by now. */
function withRecorded({ header, image }: RecordedRun, args: FlowArguments): FlowArguments {
  const found = image === undefined ? header.arguments.image : pinned(image)
  return withEarlier({ ...header.arguments, ...defined({ image: found }) }, args)
}

/** What was asked for earlier, where nothing else is asked for now. */
export function withEarlier(earlier: RunArguments, args: FlowArguments): FlowArguments {
  const batches = earlier.batches === undefined ? undefined : parseBatchSizes(earlier.batches)
  const maxFailures = earlier.maxFailures === undefined ? undefined : parseMaxFailures(earlier.maxFailures)
  return {
    ...args,
    limit: args.limit ?? earlier.limit,
    image: args.image ?? earlier.image,
    to: args.to ?? earlier.to,
    batches: args.batches ?? (batches?.ok === true ? batches.value : undefined),
    maxFailures: args.maxFailures ?? (maxFailures?.ok === true ? maxFailures.value : undefined),
    rollbackPolicy: args.rollbackPolicy ?? ROLLBACK_POLICIES.find((policy) => policy === earlier.rollback),
  }
}

/** The name with the digest that it was found to stand for. */
function pinned({ requested, resolved }: NonNullable<RecordedRun['image']>): string {
  const at = resolved.indexOf('@')
  return at === -1 || requested.includes('@') ? requested : requested + resolved.slice(at)
}

/** What an operator wants to know before a run is resumed. */
function historyOf(recorded: RecordedRun): string[] {
  const { header, until, ended, batch, batches } = recorded
  const end = ended ? 'ended' : 'was cut off'
  const states = groupBy(recorded.nodes, ({ state }) => state)
  return [
    `run ${header.run} of ${header.verb}, by ${header.who.user}@${header.who.host}, began ${header.at} and ${end} ${until}, in batch ${batch} of ${batches.length}`,
    ...[...states].map(
      ([state, nodes]) => `  ${state}: ${fold(nodes.map(({ node }) => node))} (${nodes.length})`,
    ),
  ]
}
