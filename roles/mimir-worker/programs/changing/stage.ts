import type { Host } from '../../../../src/model/host.ts'
import type { LeaseRequest } from '../../../../src/model/lease-request.ts'
import type { Activity } from '../../../../src/model/progress.ts'
import { type Result, success } from '../../../../src/model/result.ts'
import type { Generation } from '../../generation/generation.ts'
import { LEASE_SECONDS, type Lease, oneField } from '../../node/lease.ts'
import { DEFAULTS, MOUNTED_AT } from '../../worker/defaults.ts'
import { projectName, type WorkerSettings } from '../../worker/vars.ts'
import { programFailure } from '../failures.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

/** How the lease of a node is taken. */
export interface LeaseTaking {
  readonly leaseRequest: LeaseRequest
  /** The token under which this run had the node before: it is lost where anybody had it since. */
  readonly after?: number
}

export interface StageOrder {
  readonly lease: LeaseTaking
  readonly host: Host
  readonly settings: WorkerSettings
  /** Without files it must be on the node already. */
  readonly generation: Pick<Generation, 'name' | 'files'>
  /** Whether a worker that runs will be replaced: then what its way back takes is brought as well. */
  readonly replaces: boolean
  readonly deadline: number
  readonly signal: AbortSignal
  readonly progress: (act: Activity) => void
}

export interface Staged {
  readonly lease: Lease
  readonly changed: readonly string[]
}

/**
 * The node's lease, then files and image onto it, and the one checked with the promtool of the other. Nothing that
 * runs is touched. Where it fails behind the lease, that is kept until it expires or the same run stages again.
 */
export async function stage(order: StageOrder): Promise<Result<Staged>> {
  const { settings, generation, replaces, lease } = order
  const { run, holder, reason, dead = [], breaks } = lease.leaseRequest
  const variables = {
    DIRECTORY: settings.directory,
    GENERATION: generation.name,
    PROJECT: projectName(settings.directory),
    IMAGE: settings.image,
    REPLACES: replaces ? 'yes' : 'no',
    CHECK: settings.mode === 'agent' ? '--agent' : '',
    WORKER: DEFAULTS.user.split(':')[0] ?? '',
    GROUP: DEFAULTS.user.split(':')[1] ?? '',
    MOUNTED_AT,
    RUN: run,
    HOLDER: oneField(holder),
    REASON: oneField(reason),
    TTL: String(LEASE_SECONDS),
    BREAK: oneField(breaks ?? ''),
    DEAD: dead.join(' '),
    AFTER: String(lease.after ?? ''),
  }
  const answer = await runProgram({
    ...order,
    cancellable: true,
    title: 'stage',
    program: program('stage', variables, generation.files),
    failure: programFailure(settings.image, settings.directory),
  })
  if (!answer.ok) return answer
  const { facts, changed } = answer.value
  return success({ lease: { run, token: Number(facts.get('token')?.value) }, changed })
}
