import type {
  DeadlineName,
  WrittenGroups,
  WrittenLimits,
  WrittenOverride,
  WrittenRemoteWrite,
  WrittenWorker,
} from './schema/written.ts'
import type { BatchSizes } from './values/batch-sizes.ts'
import type { ListenWish } from './values/listen.ts'
import type { Share } from './values/number-or-percent.ts'
import type { RollbackPolicy } from './values/rollback-policy.ts'
import type { SecretReference } from './values/secret-reference.ts'

/** The manifest with nothing left to interpret: defaults filled in, paths absolute, deadlines in milliseconds. */
export interface Manifest {
  /** As it was named to the program. */
  readonly file: string
  readonly mimir: MimirSettings
  /** Where the operator named one. */
  readonly grafana?: GrafanaSettings
  readonly kolla: KollaSettings
  /** The nodes in Kolla's groups, where the manifest has them itself; then `kolla.inventory` is empty. */
  readonly nodes?: WrittenGroups
  readonly ssh: SshSettings
  readonly worker: WorkerSpec
  readonly rollout: RolloutSettings
}

export interface MimirSettings {
  /** Scheme, host and port, with no slash at the end. */
  readonly url: string
  readonly tenant: string
  /** A tenant that must not see the workers; false where none is to be asked. */
  readonly otherTenant?: string | false
  /** Begins with a slash. */
  readonly pushPath: string
  /** Begins with a slash and does not end with one; empty where Mimir has no prefix. */
  readonly queryPath: string
  readonly auth?: MimirAuth
  readonly tls?: {
    /** The authority's certificate file on this machine, and what it holds. */
    readonly ca: { readonly file: string; readonly pem: string }
  }
}

export interface GrafanaSettings {
  /** With the path that it is served below, and no slash at the end. */
  readonly url: string
  /** The data source that shall show the tenant's metrics. */
  readonly datasource: string
  readonly auth?: MimirAuth
  readonly tls?: { readonly ca: { readonly file: string; readonly pem: string } }
}

export type MimirAuth =
  | { readonly type: 'basic'; readonly username: string; readonly password: SecretReference }
  | { readonly type: 'bearer'; readonly token: SecretReference }

export interface KollaSettings {
  readonly configdir: string
  /** Kolla's inventories on this machine, in the order given. */
  readonly inventory: readonly string[]
  readonly release?: string
  /** Kolla's variables, by name. */
  readonly overrides: Readonly<Record<string, unknown>>
}

/** What is undefined comes from Kolla's inventory. */
export interface SshSettings {
  readonly user?: string
  readonly port?: number
  readonly keys?: readonly string[]
  readonly passphrase?: SecretReference
  readonly knownHosts: readonly string[]
  readonly hostKeys: 'strict' | 'accept-new'
  readonly become: boolean
}

/** What is undefined has its default in the role. Durations are Prometheus's own notation, and valid. */
export interface WorkerSpec extends NodeWishes {
  /** Absolute path on the nodes. */
  readonly directory?: string
  readonly image?: string
  readonly listen?: ListenWish
  readonly mode?: 'server' | 'agent'
  readonly retention?: string
  readonly jobNames?: 'guide' | 'kolla'
  readonly scrapeIntervals?: NonNullable<WrittenWorker['scrape_intervals']>
  readonly labels: Readonly<Record<string, string>>
  /** Name of a group or a host → what is another there. */
  readonly overrides?: Readonly<Record<string, NodeWishes>>
  /** Scrape configs in Prometheus's own words, each with a job_name. */
  readonly extraScrapeConfigs?: readonly ExtraScrapeConfig[]
}

/** What may be another for a group or a host than for all. */
export interface NodeWishes {
  readonly scrapeInterval?: string
  readonly filters?: NonNullable<WrittenOverride['filters']>
  readonly limits?: WrittenLimits
  readonly remoteWrite?: WrittenRemoteWrite
  readonly exporters: Readonly<Record<string, ExporterSpec>>
}

export interface ExporterSpec {
  readonly enabled?: boolean
  readonly port?: number
  readonly scrapeInterval?: string
  readonly scrapeTimeout?: string
  readonly throughVip?: boolean
  readonly keep?: readonly string[]
  readonly drop?: readonly string[]
  readonly dropLabels?: readonly string[]
  readonly limits?: WrittenLimits
}

export type ExtraScrapeConfig = Readonly<Record<string, unknown>> & { readonly job_name: string }

export interface RolloutSettings {
  /** How many nodes are worked on at the same time, and how many of them pull an image. */
  readonly parallel: number
  readonly pulls: number
  /** What is undefined depends on the verb. */
  readonly batches?: BatchSizes
  readonly maxFailures?: Share
  /** Milliseconds between a batch that is proven and the next one. */
  readonly soak: number
  readonly rollback: RollbackPolicy
  /** Groups whose nodes come first. */
  readonly order: readonly string[]
  /** Groups of which no two nodes are changed at the same time. */
  readonly exclusive: readonly string[]
  /** The host variable that names a node's failure domain, where that counts. */
  readonly failureDomain?: string
  /** Milliseconds from the activation until a node that no run confirms reverts on its own. */
  readonly autoRevertAfter: number
  /** Milliseconds that may be missing in a node's data after a batch. */
  readonly maxGap?: number
  /** Milliseconds that a worker which is to be stopped is given to send what it has; 0 for none. */
  readonly drain: number
  /** Whether a run on a terminal asks before it changes nodes. */
  readonly confirmPrompt: boolean
  readonly hooks: HookSettings
  /** Milliseconds for each phase on one node. */
  readonly deadlines: Readonly<Record<DeadlineName, number>>
}

/** Shell commands of this machine, for each moment in the order written. */
export interface HookSettings {
  readonly before: readonly string[]
  readonly afterBatch: readonly string[]
  readonly after: readonly string[]
  readonly onFailure: readonly string[]
  /** Milliseconds for each command. */
  readonly deadline: number
}
