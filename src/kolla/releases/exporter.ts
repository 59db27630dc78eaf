import type { Release } from './release.ts'

/** How often a class of metrics is worth scraping, after the guide's chapter on scrape intervals. */
export type IntervalClass = 'important' | 'general' | 'state'

/** One exporter, built-in metrics endpoint or list of endpoints that Kolla-Ansible can deploy. */
export interface Exporter {
  /** The name in `worker.exporters` of the manifest. */
  readonly name: string
  /** The job's name after the guide; Kolla's own is `kollaJob`. */
  readonly job: string
  readonly kollaJob: string
  /** Inventory group whose hosts run it or, for a list of endpoints, scrape it. */
  readonly group: string
  /** Kolla variable that switches it on, in addition to enable_prometheus. */
  readonly enabledBy: string
  /** Scraped only where the manifest says `enabled: true`. */
  readonly onlyIfAsked?: true
  /** Kolla variable that holds its port. A list of endpoints may have none. */
  readonly portVariable?: string
  /** What is scraped in its place: Kolla's probes, or the `host:port` of a list in one of its variables. */
  readonly endpoints?: { readonly kind: 'probes' } | { readonly kind: 'addresses'; readonly variable: string }
  /** Container that serves it. */
  readonly container: string
  /** `cloud`: it reports on the whole cloud, so exactly one worker may scrape it. */
  readonly scope: 'node' | 'cloud'
  /** HAProxy serves it at Kolla's internal address too, with https where `kolla_enable_tls_internal` says so. */
  readonly atVip?: true
  /** Kolla variable that makes it https. */
  readonly tlsVariable?: string
  /** The first release in which it does. */
  readonly tlsSince?: Release
  /** Kolla variable that holds the password for basic authentication as `admin`, where it asks for one. */
  readonly passwordVariable?: string
  readonly interval: IntervalClass
  /** Kolla variable that holds its own interval, where it has one; else it is prometheus_scrape_interval. */
  readonly intervalVariable?: string
  /** Prometheus duration; Prometheus's own default of 10s where absent. */
  readonly timeout?: string
  /** Kolla variable that holds the timeout. */
  readonly timeoutVariable?: string
  readonly honorLabels?: true
  /** The first release that has it. */
  readonly since?: Release
  /** What it was before a release. */
  readonly earlier?: { readonly until: Release } & Pick<
    Exporter,
    'group' | 'container' | 'sentinel' | 'upMetrics'
  >
  /** Kolla's defaults of the variables that this row names, as group_vars/all has them from `since` on. */
  readonly defaults?: Readonly<Record<string, unknown>>
  /** A metric with one series (or a few) a target, which proves that the family arrived; `up` where none is sure. */
  readonly sentinel: string
  /**
   * The metrics by which it says whether what it watches is up, which are there also when that is down: 1 is up. A
   * regular expression of whole names.
   */
  readonly upMetrics?: string
}

/** A row leaves out what most rows have: container `prometheus_NAME`, scope `node`, interval `general`. */
export type ExporterRow = Omit<Exporter, Usual> & Partial<Pick<Exporter, Usual>>

type Usual = 'container' | 'scope' | 'interval'

export function exporterOf(row: ExporterRow): Exporter {
  return { container: `prometheus_${row.name}`, scope: 'node', interval: 'general', ...row }
}
