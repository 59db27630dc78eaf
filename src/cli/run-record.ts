import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { RunArguments } from '../journal/entry.ts'
import { type Journal, openJournal } from '../journal/journal-file.ts'
import { whoAmI } from '../journal/process.ts'
import { deadRuns, deathWatch } from '../journal/runs.ts'
import { journalPath, stateDirectory } from '../journal/state-directory.ts'
import { shareText } from '../manifest/values/number-or-percent.ts'
import type { LeaseRequest } from '../model/lease-request.ts'
import { failed, type Result, success } from '../model/result.ts'
import { safeLine } from '../values/safe-text.ts'
import type { Arguments } from './command-line/arguments.ts'
import { leaseRequestOf } from './lease-request.ts'
import { revisionOf } from './revision.ts'
import { runName } from './run-name.ts'
import { version } from './version.ts'

/** Under which name a run changes nodes, and where it writes down what it does. */
export interface RunRecord {
  readonly run: string
  readonly startedAt: string
  readonly leaseRequest: LeaseRequest
  /** Whether a run is known to be one that nobody goes on with any more. */
  readonly isDead: (run: string) => Promise<boolean>
  readonly journal: Journal
}

/** The folder that journals are kept in. */
export function journalFolder({ stateDir }: Pick<Arguments, 'stateDir'>): string {
  return resolve(stateDirectory(stateDir, process.env, homedir()))
}

/** Begin the journal of a run; nothing was dialled yet. Fails where it cannot be written, with why. */
export async function openRunRecord(verb: string, wishes: Arguments): Promise<Result<RunRecord, string>> {
  const startedAt = new Date().toISOString()
  const run = runName(startedAt)
  const folder = journalFolder(wishes)
  const dead = await deadRuns(folder)
  const who = whoAmI()
  const revision = await revisionOf(wishes.manifest)
  const { reason, breakLease, resume } = wishes
  try {
    const journal = await openJournal(journalPath(folder, run), () => new Date())
    const header = {
      type: 'run',
      run,
      verb,
      version: version(),
      manifest: resolve(wishes.manifest),
      who,
      arguments: wishesOf(wishes),
      ...(revision === undefined ? {} : { revision }),
      ...(resume === undefined ? {} : { resumes: resume }),
      ...(reason === undefined ? {} : { reason }),
    } as const
    const begun = await journal.write(header)
    if (!begun.ok) return failed(`${folder}: the journal cannot be written`)
    const leaseRequest = {
      ...leaseRequestOf(run, reason === undefined ? verb : `${verb}: ${reason}`),
      dead,
      ...(revision === undefined ? {} : { revision }),
      ...(breakLease === undefined ? {} : { breaks: safeLine(breakLease) }),
    }
    return success({ run, startedAt, leaseRequest, isDead: deathWatch(folder), journal })
  } catch (error) {
    return failed(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What decides over the policy of the run, in the operator's words. */
export function wishesOf({
  limit,
  image,
  batches,
  maxFailures,
  rollbackPolicy,
  to,
}: Arguments): RunArguments {
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(image === undefined ? {} : { image }),
    ...(batches === undefined ? {} : { batches: batches.map(shareText).join(',') }),
    ...(maxFailures === undefined ? {} : { maxFailures: shareText(maxFailures) }),
    ...(rollbackPolicy === undefined ? {} : { rollback: rollbackPolicy }),
    ...(to === undefined ? {} : { to }),
  }
}
