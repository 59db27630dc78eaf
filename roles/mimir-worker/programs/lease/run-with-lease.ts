import type { Host } from '../../../../src/model/host.ts'
import type { Activity } from '../../../../src/model/progress.ts'
import type { Result } from '../../../../src/model/result.ts'
import { LEASE_SECONDS, type Lease } from '../../node/lease.ts'
import type { ProgramOutput } from '../../node/program-output.ts'
import { DEFAULTS } from '../../worker/defaults.ts'
import { projectName, type WorkerSettings } from '../../worker/vars.ts'
import { programFailure } from '../failures.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

/** What the holder of a node's lease needs to do something there. */
export interface LeasedOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  readonly lease: Lease
  /** Milliseconds. */
  readonly deadline: number
  readonly signal: AbortSignal
  readonly progress?: (act: Activity) => void
}

/** Who ended an activation, and why, for the history that a node keeps. */
export interface HistoryEntry {
  readonly who: string
  readonly reason: string
  /** Of the manifest, where it is in a repository. */
  readonly revision: string
}

interface LeasedProgram {
  readonly title: string
  readonly name: 'activate' | 'confirm' | 'revert' | 'renew-lease' | 'release-lease'
  readonly variables: Readonly<Record<string, string>>
}

/** Run one of the programs that only the holder of the lease may run; none of them is ever left in the middle. */
export async function runWithLease(
  order: LeasedOrder,
  { title, name, variables }: LeasedProgram,
): Promise<Result<ProgramOutput>> {
  const { settings, lease } = order
  const text = program(name, {
    DIRECTORY: settings.directory,
    PROJECT: projectName(settings.directory),
    SERVICE: DEFAULTS.service,
    RUN: lease.run,
    TOKEN: String(lease.token),
    TTL: String(LEASE_SECONDS),
    ...variables,
  })
  return runProgram({
    ...order,
    cancellable: false,
    title,
    program: text,
    failure: programFailure(settings.image, settings.directory),
  })
}
