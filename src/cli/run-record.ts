import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { homeFolder } from '../files/current-user.ts'
import type { RunArguments } from '../journal/entry.ts'
import { type Journal, openJournal } from '../journal/journal-file.ts'
import { holderName, whoAmI } from '../journal/process.ts'
import { deadRuns, deathWatch, lifeWatch } from '../journal/runs.ts'
import { journalPath, stateDirectory } from '../journal/state-directory.ts'
import type { BatchSizes } from '../manifest/values/batch-sizes.ts'
import { type Share, shareText } from '../manifest/values/number-or-percent.ts'
import type { RollbackPolicy } from '../manifest/values/rollback-policy.ts'
import type { LeaseRequest } from '../model/lease-request.ts'
import { failed, type Result, success } from '../model/result.ts'
import { defined } from '../values/defined.ts'
import { isRecord, textOf } from '../values/json.ts'
import { safeLine } from '../values/safe-text.ts'
import { revisionOf } from './revision.ts'

/** Under which name a run changes nodes, and where it writes down what it does. */
export interface RunRecord {
  readonly run: string
  readonly startedAt: string
  readonly leaseRequest: LeaseRequest
  /** Whether a run is known to be one that nobody goes on with any more. */
  readonly isDead: (run: string) => Promise<boolean>
  /** Whether a run is known to go on here. */
  readonly isLiving: (run: string) => Promise<boolean>
  readonly journal: Journal
}

/** The version in package.json. */
export function version(): string {
  const description: unknown = createRequire(import.meta.url)('#package')
  return textOf(isRecord(description) ? description : undefined, 'version')
}

/** The name of a run: sorts by time, and differs between two runs of the same second. */
export function runName(startedAt: string): string {
  const second = startedAt.slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '-')
  return safeLine(`${second}-${randomBytes(2).toString('hex')}`)
}

/** What the leases of a run say of it: which it is, where it runs and what it does. */
export function leaseRequestOf(run: string, reason: string): LeaseRequest {
  return { run, holder: safeLine(holderName(whoAmI())), reason: safeLine(reason) }
}

/** The folder that journals are kept in. */
export function journalFolder({ stateDir }: Pick<RecordedArguments, 'stateDir'>): string {
  return resolve(stateDirectory(stateDir, process.env, homeFolder()))
}

/** What decides over how a run goes, as it was typed. */
export interface RunOptions {
  readonly limit?: string | undefined
  readonly image?: string | undefined
  readonly batches?: BatchSizes | undefined
  readonly maxFailures?: Share | undefined
  readonly rollbackPolicy?: RollbackPolicy | undefined
  /** A generation to go back to. */
  readonly to?: string | undefined
}

/** What a run that changes nodes was asked for. */
export interface RecordedArguments extends RunOptions {
  readonly manifest: string
  readonly stateDir?: string | undefined
  readonly reason?: string | undefined
  /** Why a lease that somebody else holds is broken. */
  readonly breakLease?: string | undefined
  /** A run to resume; `last` for the latest of this verb. */
  readonly resume?: string | undefined
}

/** Begin the journal of a run; no node was contacted yet. Fails where it cannot be written, with why. */
export async function openRunRecord(
  verb: string,
  args: RecordedArguments,
): Promise<Result<RunRecord, string>> {
  const startedAt = new Date().toISOString()
  const run = runName(startedAt)
  const folder = journalFolder(args)
  const dead = await deadRuns(folder)
  const revision = defined({ revision: await revisionOf(args.manifest) })
  const { reason, breakLease, resume } = args
  const remedy = 'name a folder that can be written to with --state-dir'
  try {
    const journal = await openJournal(journalPath(folder, run), () => new Date())
    const begun = await journal.write({
      type: 'run',
      run,
      verb,
      version: version(),
      manifest: resolve(args.manifest),
      who: whoAmI(),
      arguments: optionsText(args),
      ...revision,
      ...defined({ resumes: resume, reason }),
    })
    if (!begun.ok) return failed(`${folder}: the journal cannot be written; ${remedy}`)
    const leaseRequest = {
      ...leaseRequestOf(run, reason === undefined ? verb : `${verb}: ${reason}`),
      dead,
      ...revision,
      ...defined({ breaks: breakLease === undefined ? undefined : safeLine(breakLease) }),
    }
    const watches = { isDead: deathWatch(folder), isLiving: lifeWatch(folder) }
    return success({ run, startedAt, leaseRequest, ...watches, journal })
  } catch (error) {
    return failed(`${folder}: ${error instanceof Error ? error.message : String(error)}; ${remedy}`)
  }
}

/** The options that decide over how a run goes, in the operator's words. */
export function optionsText({
  limit,
  image,
  batches,
  maxFailures,
  rollbackPolicy,
  to,
}: RunOptions): RunArguments {
  return {
    ...defined({
      limit,
      image,
      batches: batches?.map(shareText).join(','),
      maxFailures: maxFailures === undefined ? undefined : shareText(maxFailures),
      rollback: rollbackPolicy,
      to,
    }),
  }
}
