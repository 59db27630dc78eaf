import type { RunArguments } from '../journal/entry.ts'
import { isGone } from '../journal/process.ts'
import { type JournalRead, readJournal } from '../journal/read-journal.ts'
import { type RecordedRun, replay, unfinished } from '../journal/replay.ts'
import { runNames } from '../journal/runs.ts'
import { journalPath } from '../journal/state-directory.ts'
import { parseBatchSizes, parseMaxFailures } from '../manifest/values/batch-sizes.ts'
import { ROLLBACK_POLICIES } from '../manifest/values/rollback-policy.ts'
import { failed, type Result, success } from '../model/result.ts'
import type { Batches } from '../model/saved-plan.ts'
import type { Verb } from '../model/verb.ts'
import { fold } from '../report/text/fold.ts'
import type { Arguments } from './command-line/arguments.ts'
import { EXIT } from './command-line/exit-code.ts'
import { journalFolder } from './run-record.ts'

/** Why a run cannot be gone on with, and the exit code for it. */
export interface NotResumed {
  readonly exitCode: number
  readonly message: string
}

export interface Resumed {
  readonly wishes: Arguments
  /** What the earlier run had come to, a line each; none where nothing is gone on with. */
  readonly told: readonly string[]
  /** Its batches, where it came to have some and no others are asked for now. */
  readonly batches?: Batches
}

/**
 * The wishes of an earlier run, where this one goes on with it: what is asked for now goes before. The nodes themselves
 * are looked at anew, so that whatever happened meanwhile counts.
 */
export async function withResumed(verb: Verb, wishes: Arguments): Promise<Result<Resumed, NotResumed>> {
  const name = wishes.resume ?? wishes.onlyFailed
  if (name === undefined) return success({ wishes, told: [] })
  const read = await journalOf(verb, name, journalFolder(wishes))
  if (!read.ok) return read
  const story = replay(read.value)
  if (!story.ended && !isGone(story.header.who)) return failed(stillRunning(story))
  const limit = wishes.onlyFailed === undefined ? undefined : unfinished(story)
  if (limit?.length === 0)
    return failed({ exitCode: EXIT.wrongInput, message: `every node of run ${story.header.run} is done` })
  const { run } = story.header
  const gone = gatherWishes(story, wishes)
  const only = limit === undefined ? gone.limit : limit.join(',')
  const resumed = { wishes: { ...gone, limit: only, resume: run }, told: tell(story) }
  const others = wishes.batches !== undefined || story.batches.length === 0
  return success(others ? resumed : { ...resumed, batches: story.batches })
}

async function journalOf(verb: Verb, name: string, folder: string): Promise<Result<JournalRead, NotResumed>> {
  const names = await runNames(folder)
  const wrong = (message: string): Result<never, NotResumed> => failed({ exitCode: EXIT.wrongInput, message })
  for (const run of name === 'last' ? names.toReversed() : [name]) {
    const read = await readJournal(journalPath(folder, run))
    if (read.ok && read.value.header.verb === verb) return read
    if (name === 'last') continue
    if (read.ok) return wrong(`run ${run} is one of ${read.value.header.verb}; go on with it by that verb`)
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
function gatherWishes({ header, image }: RecordedRun, wishes: Arguments): Arguments {
  const found = image === undefined ? header.arguments.image : pinned(image)
  return withEarlier({ ...header.arguments, ...(found === undefined ? {} : { image: found }) }, wishes)
}

/** What was asked for earlier, where nothing else is asked for now. */
export function withEarlier(earlier: RunArguments, wishes: Arguments): Arguments {
  const batches = earlier.batches === undefined ? undefined : parseBatchSizes(earlier.batches)
  const maxFailures = earlier.maxFailures === undefined ? undefined : parseMaxFailures(earlier.maxFailures)
  return {
    ...wishes,
    limit: wishes.limit ?? earlier.limit,
    image: wishes.image ?? earlier.image,
    to: wishes.to ?? earlier.to,
    batches: wishes.batches ?? (batches?.ok === true ? batches.value : undefined),
    maxFailures: wishes.maxFailures ?? (maxFailures?.ok === true ? maxFailures.value : undefined),
    rollbackPolicy: wishes.rollbackPolicy ?? ROLLBACK_POLICIES.find((one) => one === earlier.rollback),
  }
}

/** The name with the digest that it was found to stand for. */
function pinned({ requested, resolved }: NonNullable<RecordedRun['image']>): string {
  const at = resolved.indexOf('@')
  return at === -1 || requested.includes('@') ? requested : requested + resolved.slice(at)
}

/** What an operator wants to know before a run is gone on with. */
function tell(story: RecordedRun): string[] {
  const { header, until, ended, batch, batches } = story
  const end = ended ? 'ended' : 'was cut off'
  const states = new Map<string, string[]>()
  for (const { node, state } of story.nodes) states.set(state, [...(states.get(state) ?? []), node])
  return [
    `run ${header.run} of ${header.verb}, by ${header.who.user}@${header.who.host}, began ${header.at} and ${end} ${until}, in batch ${batch} of ${batches.length}`,
    ...[...states].map(([state, nodes]) => `  ${state}: ${fold(nodes)} (${nodes.length})`),
  ]
}
