import type { ServiceDown } from '../../../src/manifest/sections/rollout.ts'
import type { BatchSizes } from '../../../src/manifest/values/batch-sizes.ts'
import type { Share } from '../../../src/manifest/values/number-or-percent.ts'
import type { RollbackPolicy } from '../../../src/manifest/values/rollback-policy.ts'
import type { Mimir, MimirHistory } from '../../../src/mimir/mimir.ts'
import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import { CHANGED_PARTS } from '../../../src/model/progress.ts'
import type { PhaseName } from '../../../src/model/report.ts'
import type { Result } from '../../../src/model/result.ts'
import type { Batches, Pinned } from '../../../src/model/saved-plan.ts'
import type { Done } from '../../../src/play/phase.ts'
import type { Services } from '../../../src/play/role.ts'
import type { Expected } from '../exporters/fleet-expectations.ts'
import type { ManifestSource } from '../generation/rejected-keys.ts'
import type { Datasource } from '../mimir/grafana-query.ts'
import type { Lease } from '../node/lease.ts'
import type { ChangePlan } from '../plan/plan.ts'

/** Milliseconds that each kind of step may take on one node. */
export type Deadlines = Readonly<Record<Exclude<PhaseName, 'plan' | 'rollback' | 'hold' | 'remove'>, number>>

/** How a play goes from batch to batch. Durations are milliseconds. */
export interface RolloutPolicy {
  readonly sizes: BatchSizes
  readonly maxFailures: Share
  readonly rollback: RollbackPolicy
  readonly soak: number
  /** Groups whose nodes come first. */
  readonly order: readonly string[]
  /** Groups of which no two nodes are changed at the same time. */
  readonly exclusive: readonly string[]
  /** From the activation until a node that no run confirms reverts on its own. */
  readonly autoRevertAfter: number
  readonly maxGap?: number
  /** How long a worker that is to be stopped is given to send what it has. */
  readonly drain: number
  /** How many nodes pull an image at the same time. */
  readonly pulls: number
  /** What it is where an exporter answers and what it watches is down. */
  readonly serviceDown: ServiceDown
}

/** What a run of this role is about. */
export interface Fleet extends Expected {
  readonly nodes: readonly Node[]
  readonly deadlines: Deadlines
  readonly phases: readonly PhaseName[]
  /** The part of the manifest that can be the cause of a rejected configuration. */
  readonly written: ManifestSource
  readonly policy: RolloutPolicy
  /** Where nodes roll back to a generation that they have: its name, or the last one that was confirmed before. */
  readonly rollbackTo?: { readonly to: string | undefined }
  /** Whether the image's name is looked up anew, also where nodes have an image of that name. */
  readonly renews: boolean
  /** Whether a worker may be started or replaced; else it is only reloaded. */
  readonly restarts: boolean
  /** A worker that was started before that is replaced, whatever it runs: seconds since 1970 of this machine's clock. */
  readonly startedSince?: number
  /** The saved plan that is applied, where there is one. */
  readonly pinned?: Pinned
  /** The batches of the run that is resumed, where there is one. */
  readonly earlierBatches?: Batches
  /** Digests of images that may run, sha256:…; any where it is not there. */
  readonly allowedDigests?: readonly string[]
  /** A tenant that must not see the workers; undefined where the operator forbade to ask. */
  readonly otherTenant: string | undefined
}

/** What is asked about what arrived. */
export type Stores = Pick<RoleServices, 'mimir' | 'history'>

/** Asks the registry of an image, from this machine, for the digest that its name has now. Never rejects. */
export type RegistryQuery = (reference: string, signal: AbortSignal) => Promise<Result<string, string>>

/** What a run of this role works with. */
export interface RoleServices extends Services {
  readonly mimir: Mimir
  readonly history: MimirHistory
  /** The same for a push URL that is not the manifest's; undefined where it does not say how it is queried. */
  readonly mimirAt?: (pushUrl: string) => Stores | undefined
  readonly registry?: RegistryQuery
  /** Not there where the manifest names no Grafana. */
  readonly datasource?: Datasource
}

/** A node with its plan, on its way through the phases. */
export interface Planned {
  readonly host: Host
  readonly plan: ChangePlan
  /** Of the node, from staging on. */
  readonly lease?: Lease
  /** False once something was done to the node, so that the observation before it no longer holds. */
  readonly asObserved: boolean
}

/** How a node ended a phase that changes things. */
export function stepDone(value: Planned, changed: readonly string[]): Done<Planned> {
  const outcome = changed.length > 0 ? 'changed' : 'unchanged'
  return {
    value,
    outcome,
    progress: { kind: 'changed', things: CHANGED_PARTS.filter((thing) => changed.includes(thing)) },
  }
}
