// Written by `npm run generate` from schemas/inventory.schema.json; do not edit.

export interface WrittenManifest {
  readonly mimir: WrittenMimir
  readonly grafana?: WrittenGrafana
  readonly kolla?: WrittenKolla
  readonly nodes?: Readonly<Record<string, WrittenGroup | null>>
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
    readonly basic?: {
      readonly username: string
      readonly password: string
    }
    readonly bearer?: string
  }
  readonly tls?: {
    readonly ca: string
  }
}

export interface WrittenGrafana {
  readonly url: string
  readonly datasource?: string
  readonly auth?: {
    readonly basic?: {
      readonly username: string
      readonly password: string
    }
    readonly bearer?: string
  }
  readonly tls?: {
    readonly ca: string
  }
}

export interface WrittenKolla {
  readonly configdir?: string
  readonly inventory?: string | readonly string[]
  readonly release?: string
  readonly installation?: string
  readonly vault_password?: string
  readonly overrides?: Readonly<Record<string, unknown>>
}

export interface WrittenSsh {
  readonly user?: string
  readonly port?: number
  readonly keys?: readonly string[]
  readonly passphrase?: string
  readonly jump?: string | readonly string[]
  readonly known_hosts?: readonly string[]
  readonly host_keys?: 'strict' | 'accept-new'
  readonly become?: boolean
}

export interface WrittenWorker {
  readonly directory?: string
  readonly image?: string
  readonly image_digests?: readonly string[]
  readonly listen?: string
  readonly mode?: 'server' | 'agent'
  readonly retention?: string
  readonly scrape_interval?: string
  readonly scrape_intervals?: {
    readonly important?: string
    readonly general?: string
    readonly state?: string
  }
  readonly job_names?: 'guide' | 'kolla'
  readonly filters?: 'none' | 'recommended' | 'minimal'
  readonly limits?: WrittenLimits
  readonly remote_write?: WrittenRemoteWrite
  readonly labels?: Readonly<Record<string, string>>
  readonly exporters?: Readonly<Record<string, WrittenExporter>>
  readonly overrides?: Readonly<Record<string, WrittenOverride>>
  readonly extra_scrape_configs?: readonly Readonly<Record<string, unknown>>[]
}

export interface WrittenRollout {
  readonly parallel?: number
  readonly pulls?: number
  readonly batches?: string | number | readonly (string | number)[]
  readonly max_failures?: string | number
  readonly soak?: string
  readonly rollback?: 'none' | 'node' | 'batch' | 'all'
  readonly order?: readonly string[]
  readonly exclusive?: readonly string[]
  readonly failure_domain?: string
  readonly auto_revert_after?: string
  readonly max_gap?: string
  readonly drain?: string
  readonly service_down?: 'warning' | 'error'
  readonly confirm_prompt?: boolean
  readonly hooks?: {
    readonly before?: string | readonly string[]
    readonly after_batch?: string | readonly string[]
    readonly after?: string | readonly string[]
    readonly on_failure?: string | readonly string[]
    readonly deadline?: string
  }
  readonly deadlines?: {
    readonly connect?: string
    readonly observe?: string
    readonly stage?: string
    readonly activate?: string
    readonly verify?: string
  }
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

export interface WrittenGroup {
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null
  readonly children?: Readonly<Record<string, WrittenGroup | null>> | null
  readonly vars?: Readonly<Record<string, unknown>> | null
}

export interface WrittenLimits {
  readonly sample_limit?: number
  readonly label_limit?: number
  readonly label_name_length_limit?: number
  readonly label_value_length_limit?: number
}

export interface WrittenRemoteWrite {
  readonly capacity?: number
  readonly max_shards?: number
  readonly max_samples_per_send?: number
  readonly batch_send_deadline?: string
  readonly min_backoff?: string
  readonly max_backoff?: string
}

export interface WrittenOverride {
  readonly scrape_interval?: string
  readonly filters?: 'none' | 'recommended' | 'minimal'
  readonly limits?: WrittenLimits
  readonly remote_write?: WrittenRemoteWrite
  readonly exporters?: Readonly<Record<string, WrittenExporter>>
}
