import type { HookName } from '../../model/hook.ts'
import type { WrittenSizes } from '../values/batch-sizes.ts'
import type { RollbackPolicy } from '../values/rollback-policy.ts'

/** The manifest as written: what a value is once schemas/inventory.schema.json has nothing against it. */
export interface WrittenManifest {
  readonly mimir: WrittenMimir
  readonly grafana?: WrittenGrafana
  readonly kolla?: WrittenKolla
  readonly nodes?: WrittenGroups
  readonly ssh?: WrittenSsh
  readonly worker?: WrittenWorker
  readonly rollout?: WrittenRollout
}

export interface WrittenMimir {
  readonly url: string
  readonly tenant?: string
  readonly other_tenant?: string | boolean
  readonly push_path?: string
  readonly query_path?: string
  readonly auth?: {
    readonly basic?: { readonly username: string; readonly password: string }
    readonly bearer?: string
  }
  readonly tls?: { readonly ca: string }
}

export interface WrittenGrafana {
  readonly url: string
  readonly datasource?: string
  readonly auth?: NonNullable<WrittenMimir['auth']>
  readonly tls?: NonNullable<WrittenMimir['tls']>
}

export interface WrittenKolla {
  readonly configdir?: string
  readonly inventory?: string | readonly string[]
  readonly release?: string
  readonly overrides?: Readonly<Record<string, unknown>>
}

export interface WrittenSsh {
  readonly user?: string
  readonly port?: number
  readonly keys?: readonly string[]
  readonly passphrase?: string
  readonly known_hosts?: readonly string[]
  readonly host_keys?: 'strict' | 'accept-new'
  readonly become?: boolean
}

export interface WrittenWorker extends WrittenOverride {
  readonly directory?: string
  readonly image?: string
  readonly listen?: string
  readonly mode?: 'server' | 'agent'
  readonly retention?: string
  readonly job_names?: 'guide' | 'kolla'
  readonly scrape_intervals?: Readonly<Partial<Record<'important' | 'general' | 'state', string>>>
  readonly labels?: Readonly<Record<string, string>>
  readonly overrides?: Readonly<Record<string, WrittenOverride>>
  readonly extra_scrape_configs?: readonly Readonly<Record<string, unknown>>[]
}

/** What may be another for a group or a host than for all. */
export interface WrittenOverride {
  readonly scrape_interval?: string
  readonly filters?: 'none' | 'recommended' | 'minimal'
  readonly limits?: WrittenLimits
  readonly remote_write?: WrittenRemoteWrite
  readonly exporters?: Readonly<Record<string, WrittenExporter>>
}

/** Prometheus's own keys of a scrape config. */
export interface WrittenLimits {
  readonly sample_limit?: number
  readonly label_limit?: number
  readonly label_name_length_limit?: number
  readonly label_value_length_limit?: number
}

/** Prometheus's own keys of a queue_config. */
export interface WrittenRemoteWrite {
  readonly capacity?: number
  readonly max_shards?: number
  readonly max_samples_per_send?: number
  readonly batch_send_deadline?: string
  readonly min_backoff?: string
  readonly max_backoff?: string
}

export interface WrittenExporter {
  readonly enabled?: boolean
  readonly port?: number
  readonly scrape_interval?: string
  readonly scrape_timeout?: string
  readonly through_vip?: boolean
  readonly keep?: readonly string[]
  readonly drop?: readonly string[]
  readonly drop_labels?: readonly string[]
  readonly limits?: WrittenLimits
}

export interface WrittenRollout {
  readonly parallel?: number
  readonly pulls?: number
  readonly batches?: WrittenSizes
  readonly max_failures?: string | number
  readonly soak?: string
  readonly rollback?: RollbackPolicy
  readonly order?: readonly string[]
  readonly exclusive?: readonly string[]
  readonly failure_domain?: string
  readonly auto_revert_after?: string
  readonly max_gap?: string
  readonly drain?: string
  readonly confirm_prompt?: boolean
  readonly hooks?: WrittenHooks
  readonly deadlines?: Readonly<Partial<Record<DeadlineName, string>>>
}

/** Commands of the operator's, each for a moment of a run, and how long each may take. */
export interface WrittenHooks extends Readonly<Partial<Record<HookName, string | readonly string[]>>> {
  readonly deadline?: string
}

export type DeadlineName = 'connect' | 'observe' | 'stage' | 'activate' | 'verify'

/** Kolla's groups in the YAML shape of an Ansible inventory. */
export type WrittenGroups = Readonly<Record<string, WrittenGroup | null>>

interface WrittenGroup {
  readonly hosts?: Readonly<Record<string, WrittenVariables | null>> | null
  readonly children?: WrittenGroups | null
  readonly vars?: WrittenVariables | null
}

type WrittenVariables = Readonly<Record<string, unknown>>

/** What is left of a written manifest when its mistakes were taken out: each part has its type, any may be missing. */
export type Draft = Partially<WrittenManifest>

type Partially<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partially<T[K]> }
    : T
