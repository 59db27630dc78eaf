import type { Failure } from '../../../../src/model/failure.ts'
import type { Host } from '../../../../src/model/host.ts'
import { type Result, success } from '../../../../src/model/result.ts'
import { safeLine, safeText } from '../../../../src/values/safe-text.ts'
import { LEASE_SECONDS, type Lease, oneField } from '../../node/lease.ts'
import type { ProgramOutput } from '../../node/program-output.ts'
import { DEFAULTS } from '../../worker/defaults.ts'
import type { WorkerSettings } from '../../worker/vars.ts'
import { programFailure } from '../failures.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'
import type { LeaseTaking } from './stage.ts'

export interface RemoveOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  readonly deadline: number
  readonly signal: AbortSignal
}

/** What of a node is not ours, and stays. */
export interface Stays {
  /** Names in the worker's directory. */
  readonly files: readonly string[]
  /** A container under the worker's name that kolla-mimir did not make. */
  readonly container?: string
}

export type Taken = { readonly lease: Lease } | { readonly lease: undefined; readonly stays: Stays }

/** Takes the lease of a node that has anything of kolla-mimir; on any other node it writes nothing and gives no lease. */
export async function take(order: RemoveOrder & { readonly taking: LeaseTaking }): Promise<Result<Taken>> {
  const { run, holder, reason, dead = [], breaks } = order.taking.leaseRequest
  const answer = await runRemoval(order, 'take-lease', {
    RUN: run,
    HOLDER: oneField(holder),
    REASON: oneField(reason),
    BREAK: oneField(breaks ?? ''),
    DEAD: dead.join(' '),
  })
  if (!answer.ok) return answer
  const token = answer.value.facts.get('token')?.value
  if (token === undefined) return success({ lease: undefined, stays: staysIn(answer.value) })
  return success({ lease: { run, token: Number(token) } })
}

export interface Removed {
  readonly stays: Stays
  readonly changed: readonly string[]
}

/** Remove the worker's container, its data and its files from a node; never left in the middle by this side. */
export async function remove(order: RemoveOrder & { readonly lease: Lease }): Promise<Result<Removed>> {
  const { run, token } = order.lease
  const answer = await runRemoval(order, 'destroy', { RUN: run, TOKEN: String(token) })
  if (!answer.ok) return answer
  return success({ stays: staysIn(answer.value), changed: answer.value.changed })
}

async function runRemoval(
  order: RemoveOrder,
  name: 'take-lease' | 'destroy',
  variables: Readonly<Record<string, string>>,
): Promise<Result<ProgramOutput>> {
  const { image, directory } = order.settings
  const text = program(name, {
    DIRECTORY: directory,
    SERVICE: DEFAULTS.service,
    VOLUME: DEFAULTS.volume,
    TTL: String(LEASE_SECONDS),
    ...variables,
  })
  const others = programFailure(image, directory)
  const failure = (reason: string, evidence: string): Failure =>
    removalFailure(reason, evidence) ?? others(reason, evidence)
  return runProgram({ ...order, cancellable: false, title: name, program: text, failure })
}

function removalFailure(reason: string, raw: string): Failure | undefined {
  const evidence = safeText(raw.trim(), 1500)
  if (reason === 'engine-down') return { reason, engine: 'docker', evidence }
  if (reason !== 'removal-failed') return undefined
  const [thing = '', ...rest] = raw.split(': ')
  return { reason, thing: safeLine(thing), evidence: safeText(rest.join(': ').trim(), 1500) }
}

function staysIn({ facts }: ProgramOutput): Stays {
  const files = (facts.get('stays')?.value ?? '')
    .split('\n')
    .filter(Boolean)
    .map((name) => safeLine(name))
  const container = facts.get('strange')?.value
  return { files, ...(container === undefined ? {} : { container: safeLine(container) }) }
}
