/** The manifest as written: what a value is once schemas/inventory.schema.json has nothing against it. */
export interface WrittenManifest {
  readonly mimir: WrittenMimir
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

export interface WrittenWorker {
  readonly directory?: string
  readonly image?: string
  readonly listen?: string
  readonly retention?: string
  readonly scrape_interval?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly exporters?: Readonly<Record<string, WrittenExporter>>
}

export interface WrittenExporter {
  readonly enabled?: boolean
  readonly port?: number
  readonly scrape_interval?: string
  readonly scrape_timeout?: string
}

export interface WrittenRollout {
  readonly parallel?: number
  readonly deadlines?: Readonly<Partial<Record<DeadlineName, string>>>
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
