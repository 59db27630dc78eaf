import type { WrittenLimits, WrittenRemoteWrite } from '../../../src/manifest/schema/written.ts'
import type { ExtraScrapeConfig } from '../../../src/manifest/settings.ts'
import type { ListenSpec } from '../../../src/manifest/values/listen.ts'
import type { Secret } from '../../../src/values/secret.ts'

/** One target of one worker, with nothing left to decide. Jobs of the same name differ in their target only. */
export interface Job {
  readonly name: string
  /** Name in the exporter table; `self` for the worker's own metrics. */
  readonly exporter: string
  /** host:port, IPv6 in brackets. */
  readonly target: string
  /** The URL of the scrape as Prometheus lists it among its targets. */
  readonly url: string
  readonly scheme: 'http' | 'https'
  readonly path: string
  /** Labels of this target beside `instance` and `node`; those that begin with __param_ become parameters of the url. */
  readonly labels?: Readonly<Record<string, string>>
  /** The `instance` label, where it is not the node's name. */
  readonly instance?: string
  readonly interval: string
  readonly timeout?: string
  readonly honorLabels?: true
  readonly login?: Login
  readonly filter?: Filter
  readonly limits?: WrittenLimits
  /** Metric that proves the family's arrival in Mimir. */
  readonly sentinel: string
}

/** What of a scrape is kept. Regular expressions that match whole names. */
export interface Filter {
  /** Names of metrics; undefined: all. */
  readonly keep?: readonly string[]
  readonly drop: readonly string[]
  readonly dropLabels: readonly string[]
  /** The exporter's own labels win over the target's, so that `node` has to be set once more. */
  readonly ownNode: boolean
}

/** Basic authentication at an exporter. */
export interface Login {
  readonly username: string
  readonly password: Secret
}

export type Authorization =
  | { readonly type: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly type: 'bearer'; readonly token: Secret }

export interface Listen {
  readonly host: string
  readonly port: number
}

/** What is the same for the workers of all nodes. */
export interface WorkerSettings extends SharedVars {
  readonly listen: ListenSpec
}

/** Everything that the worker files of one node are made of. */
export interface WorkerVars extends SharedVars {
  readonly node: string
  readonly listen: Listen
  readonly jobs: readonly Job[]
}

interface SharedVars {
  readonly directory: string
  /** What containers are made from: as a rule name@digest. */
  readonly image: string
  /** What the operator calls it, where that is something else. */
  readonly imageName?: string
  /** Of the Prometheus in it, where it is known. */
  readonly version?: string
  readonly mode: 'server' | 'agent'
  readonly retention: string
  /** The interval of the worker's own metrics, and Prometheus's global one. */
  readonly scrapeInterval?: string
  /** Whose names the jobs have. */
  readonly jobNames: 'guide' | 'kolla'
  /** The queue to Mimir, in Prometheus's own keys. */
  readonly remoteWrite: WrittenRemoteWrite
  /** Scrape configs of the operator's own, in Prometheus's words. */
  readonly extraScrapeConfigs: readonly ExtraScrapeConfig[]
  /** PEM text of the authorities that Kolla's own certificates are signed by. */
  readonly kollaCa?: string
  /** External labels, sent with every series. */
  readonly labels: Readonly<Record<string, string>>
  readonly pushUrl: string
  readonly tenant: string
  readonly authorization?: Authorization
  /** PEM text of the authority that signed Mimir's certificate. */
  readonly ca?: string
}

/** One target, as far as it is proven. */
export type ProvenJob = Pick<Job, 'name' | 'exporter' | 'target' | 'url' | 'interval' | 'sentinel'>

/** What of a worker is proven by looking at its node and asking Mimir. */
export interface ProvenVars
  extends Pick<WorkerVars, 'node' | 'image' | 'listen' | 'labels' | 'pushUrl' | 'tenant'> {
  readonly jobs: readonly ProvenJob[]
  readonly extraScrapeConfigs: readonly Pick<ExtraScrapeConfig, 'job_name'>[]
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
