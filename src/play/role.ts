import type { Cloud } from '../kolla/cloud.ts'
import type { Manifest, ManifestReading } from '../manifest/manifest.ts'
import type { Failure } from '../model/failure.ts'
import type { Host } from '../model/host.ts'
import type { LeaseRequest } from '../model/lease-request.ts'
import type { Node } from '../model/node.ts'
import type { NodeStatus } from '../model/node-status.ts'
import type { PrecheckResult } from '../model/precheck.ts'
import type { Problem } from '../model/problem.ts'
import type { PhaseName, Rollout } from '../model/report.ts'
import type { Result } from '../model/result.ts'
import type { Batches, Pinned } from '../model/saved-plan.ts'
import type { Verb } from '../model/verb.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import type { Hooks } from './hooks.ts'
import type { RunContext } from './phase.ts'

/** What a role is given, whatever it is asked for: all that was written down. */
export interface RoleOrder {
  readonly manifest: Manifest
  /** Where a key of the manifest stands, for problems with it. */
  readonly positionOf: ManifestReading['positionOf']
  readonly cloud: Cloud
  readonly nodes: readonly Node[]
}

/** What brings workers to nodes, plans that or proves it needs to know as well. */
export interface RolloutOrder extends RoleOrder {
  readonly verb: Verb
  readonly phases: readonly PhaseName[]
  /** How careful to be from batch to batch. */
  readonly campaign: CampaignSettings
  /** The saved plan that is to be applied as it is. */
  readonly pinned?: Pinned | undefined
  /** The batches of the run that is resumed. */
  readonly earlierBatches?: Batches | undefined
  /** The image that the command line asks for, instead of the manifest's. */
  readonly image?: string | undefined
  /** The generation that the command line asks to go back to. */
  readonly to?: string | undefined
  /** When this run began, or the one that it resumes, in seconds since 1970. */
  readonly began: number
}

export interface LogsOrder extends RoleOrder {
  readonly selection: LogSelection
  readonly listener: LogListener
}

/** What a role can be asked for: what each needs to know, and what its play gives. */
export interface Tasks {
  readonly rollout: { readonly order: RolloutOrder; readonly outcome: Rollout | undefined }
  /** What would be in the way of a first rollout. The play changes nothing on any node. */
  readonly prechecks: { readonly order: RoleOrder; readonly outcome: Prechecked }
  /** What runs where. The play changes nothing on any node. */
  readonly status: { readonly order: RoleOrder; readonly outcome: Statuses }
  /** Remove from the nodes what the role brought there. */
  readonly destroy: { readonly order: RoleOrder; readonly outcome: Destroyed }
  /** What the workers write. The play changes nothing on any node. */
  readonly logs: { readonly order: LogsOrder; readonly outcome: undefined }
}

export type Task = keyof Tasks

/** What is to be changed, for the operator who is asked whether it may be. */
export interface PlannedChange {
  readonly nodes: number
  readonly batches: number
}

/** What a play is given to act with. */
export interface Services {
  readonly context: RunContext
  readonly connect: (node: Node) => Promise<Result<Host>>
  /** Who changes the nodes, where they are changed. */
  readonly leaseRequest: LeaseRequest
  /** Whether this machine knows that nobody goes on under the name of a run; not there where nothing is changed. */
  readonly isDead?: (context: string) => Promise<boolean>
  /** Whether this machine knows that a run goes on, as one of its own; not there where nothing is changed. */
  readonly isLiving?: (run: string) => Promise<boolean>
  /** Not there where the manifest has none, or nothing is changed. */
  readonly hooks?: Hooks
  /** Whether the operator agrees to a change; asked once, before the first hook, and only where something changes. */
  readonly approve?: (change: PlannedChange) => Promise<boolean>
}

/** A role made ready, or all that is wrong with what it was given. No node was contacted yet. */
export interface Prepared<T> {
  readonly problems: readonly Problem[]
  /** There when no problem is an error. */
  readonly play?: (services: Services) => Promise<T>
}

/** Node → what its prechecks saw; a node that could not be looked at is missing, and the roster says why. */
export type Prechecked = ReadonlyMap<string, readonly PrecheckResult[]>

/** Node → how it stands; a node that could not be looked at is missing, and the roster says why. */
export type Statuses = ReadonlyMap<string, NodeStatus>

/** Node → what a destroy removed and left; of a node that is missing the roster says why. */
export type Destroyed = ReadonlyMap<
  string,
  {
    readonly changed: readonly string[]
    readonly stays: { readonly files: readonly string[]; readonly container?: string }
  }
>

/** Who hears what the workers of a fleet wrote. */
export interface LogListener {
  /** A line, and when it was written: in words whose order is that of time. */
  readonly line: (node: string, time: string, text: string) => void
  /** The rest of a node's log is not heard, and why. */
  readonly lost: (node: string, failure: Failure) => void
  /** A node that is followed is away, and why; it is tried again and again. */
  readonly away: (node: string, failure: Failure) => void
  /** It is heard again, from where it was lost. */
  readonly back: (node: string) => void
  readonly ended: (node: string) => void
}

/** How far back logs are read, and whether on and on. */
export interface LogSelection {
  /** Seconds; undefined for the logs' beginning. */
  readonly since: number | undefined
  /** How many of the last lines of each; undefined for all. */
  readonly tail: number | undefined
  readonly follow: boolean
}

export interface ExportersFound {
  readonly nodes: ReadonlyMap<string, readonly string[]>
  readonly unclear: readonly string[]
}

/** What is brought to the nodes. src knows roles by this interface only. */
export interface Role {
  readonly name: string
  /** Where its files lie on a node, unless the manifest says otherwise. */
  readonly directory: string
  /** Names that `worker.exporters` of the manifest may have. */
  readonly exporters: readonly string[]
  prepare<T extends Task>(task: T, order: Tasks[T]['order']): Promise<Prepared<Tasks[T]['outcome']>>
  /** Exporter → the nodes on which Kolla's files have it, and the exporters of which that cannot be said. */
  exportersOf(cloud: Cloud): ExportersFound
}
