import type { Secret } from '../../src/model/secret.ts'

/** One scrape job of one worker, with nothing left to decide. */
export interface Job {
  readonly name: string
  /** Name in the exporter table; `self` for the worker's own metrics. */
  readonly exporter: string
  /** host:port, IPv6 in brackets. */
  readonly target: string
  readonly interval: string
  readonly timeout?: string
  readonly honorLabels?: true
  /** Metric that proves the family's arrival in the master. */
  readonly witness: string
}

export type Authorization =
  | { readonly type: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly type: 'bearer'; readonly token: Secret }

export interface Listen {
  readonly host: string
  readonly port: number
}

/** What is the same for the workers of all nodes. */
export interface WorkerSettings {
  readonly directory: string
  readonly image: string
  readonly listen: Listen
  readonly retention: string
  /** Overrides the exporters' classes for every job that has no interval of its own. */
  readonly scrapeInterval?: string
  /** External labels, sent with every series. */
  readonly labels: Readonly<Record<string, string>>
  readonly pushUrl: string
  readonly tenant: string
  readonly authorization?: Authorization
  /** PEM text of the authority that signed the master's certificate. */
  readonly ca?: string
}

/** Everything that the worker files of one node are made of. */
export interface WorkerVars extends WorkerSettings {
  readonly node: string
  readonly jobs: readonly Job[]
}

/** `host:port`, an IPv6 host in brackets. */
export function hostPort({ host, port }: Listen): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Compose's own name for a project in that directory, so that commands typed there by hand meet the same one. */
export function projectName(directory: string): string {
  const base = directory.slice(directory.lastIndexOf('/') + 1)
  return (
    base
      .toLowerCase()
      .replace(/[^-_a-z0-9]/gu, '')
      .replace(/^[-_]+/u, '') || 'mimir-worker'
  )
}
