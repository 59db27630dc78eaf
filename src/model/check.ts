import type { SafeText } from '../values/safe-text.ts'
import type { Crash } from './crash.ts'
import type { RemoteWriteError } from './remote-write-error.ts'

/** The links of the chain of proof, in the order they are reported. */
export const CHECKS = [
  'container',
  'identity',
  'configuration',
  'targets',
  'sending',
  'arrival',
  'isolation',
  'fleet',
  'grafana',
] as const

export type CheckName = (typeof CHECKS)[number]

/**
 * `warning`: what the check is about holds, and something beside it does not; the node is verified. `waiting` may still
 * become passed before the deadline; `skipped` says why it could not be checked.
 */
export type CheckState = 'passed' | 'warning' | 'failed' | 'waiting' | 'skipped'

/** Whether a check keeps a node from being verified in no way. */
export function isProven({ state }: Pick<CheckResult, 'state'>): boolean {
  return state === 'passed' || state === 'warning'
}

export interface CheckResult {
  readonly check: CheckName
  readonly state: CheckState
  readonly finding: Finding
}

/** What a check found. Its messages are in src/messages only. */
export type Finding =
  | { readonly kind: 'good'; readonly facts: readonly Fact[] }
  | { readonly kind: 'not-reached'; readonly after: CheckName }
  | { readonly kind: 'container-missing' }
  | {
      readonly kind: 'container-not-running'
      readonly status: string
      readonly exitCode: number
      readonly log: SafeText
      readonly crash?: Crash
    }
  | {
      readonly kind: 'container-restarting'
      readonly restarts: number
      readonly log: SafeText
      readonly crash?: Crash
    }
  | { readonly kind: 'container-unhealthy'; readonly log: SafeText }
  /** It runs, but not long enough to be distinguished from one between two crashes. Seconds. */
  | { readonly kind: 'container-settling'; readonly seconds: number }
  | { readonly kind: 'image-differs'; readonly expected: string; readonly found: string }
  | { readonly kind: 'no-answer'; readonly url: string; readonly evidence: SafeText }
  | { readonly kind: 'other-prometheus'; readonly differences: readonly Difference[] }
  | { readonly kind: 'file-differs'; readonly file: string; readonly seenBy: 'disk' | 'process' }
  | {
      readonly kind: 'reload-failed'
      /** What the worker wrote of it. */
      readonly evidence?: SafeText
    }
  | { readonly kind: 'config-differs'; readonly differences: readonly Difference[] }
  /** All of it holds, and yet the plan would change something. */
  | { readonly kind: 'not-as-planned'; readonly differences: readonly Difference[] }
  /** What is scraped once per cloud is with other nodes than the plan has. */
  | { readonly kind: 'job-elsewhere'; readonly jobs: readonly CloudJob[] }
  /** Exporters answer, and by their own metrics what they watch is down. */
  | {
      readonly kind: 'watched-down'
      readonly services: readonly DownService[]
      /** The end of the exporters' logs. */
      readonly log: SafeText
    }
  | { readonly kind: 'targets-down'; readonly targets: readonly DownTarget[]; readonly expected: number }
  | {
      readonly kind: 'targets-differ'
      readonly missing: readonly string[]
      readonly unexpected: readonly string[]
    }
  /** Counters of lost samples that should stand at zero. */
  | { readonly kind: 'samples-lost'; readonly losses: readonly Loss[] }
  /** The worker found its write-ahead log damaged when it started, in seconds since 1970, and cut it off there. */
  | { readonly kind: 'log-repaired'; readonly at: number }
  | {
      readonly kind: 'nothing-sent'
      readonly pending: number
      readonly retried: number
      readonly refusal?: RemoteWriteError
    }
  | {
      readonly kind: 'samples-failed'
      readonly failed: number
      readonly total: number
      readonly refusal?: RemoteWriteError
    }
  | {
      readonly kind: 'backlog'
      readonly pending: number
      readonly before: number
      readonly refusal?: RemoteWriteError
    }
  | { readonly kind: 'saturated'; readonly desired: number; readonly max: number }
  | { readonly kind: 'lagging'; readonly seconds: number; readonly refusal?: RemoteWriteError }
  | { readonly kind: 'not-arrived'; readonly missing: readonly string[]; readonly refusal?: RemoteWriteError }
  /** Everything else arrived; whether all of it did is not counted yet. */
  | { readonly kind: 'series-uncounted' }
  /** The tenant holds fewer series of a job than the worker kept of its last scrape. */
  | {
      readonly kind: 'series-missing'
      readonly incomplete: readonly MissingSeries[]
      readonly refusal?: RemoteWriteError
    }
  /** Scrapes of a job that the tenant has no sample of, between others that it has. */
  | {
      readonly kind: 'scrapes-missing'
      readonly incomplete: readonly LostScrapes[]
      readonly refusal?: RemoteWriteError
    }
  /** The node's clock against this machine's, in seconds: behind where negative. */
  | { readonly kind: 'clock-skewed'; readonly seconds: number }
  | {
      readonly kind: 'other-process-arrived'
      readonly expected: number
      readonly found: number
      /** The node of this run whose worker was found, where it is one. */
      readonly node?: string
      readonly refusal?: RemoteWriteError
    }
  | { readonly kind: 'seen-by-other-tenant'; readonly tenant: string; readonly other: string }
  | {
      readonly kind: 'two-senders'
      /** Different processes that have a series each under the node's name. */
      readonly processes: number
      /** How often, lately, the start of the process went back in one series. */
      readonly jumps: number
      /** Nodes of this run whose workers were found under this node's name. */
      readonly others: readonly string[]
      /** Samples that came sooner after another than one worker sends them; absent if there are none. */
      readonly crowded?: number
    }
  | { readonly kind: 'mimir-silent'; readonly url: string; readonly evidence: SafeText }
  | {
      readonly kind: 'mimir-refused'
      readonly url: string
      readonly status: number
      readonly evidence: SafeText
    }
  | { readonly kind: 'grafana-silent'; readonly url: string; readonly evidence: SafeText }
  | {
      readonly kind: 'grafana-refused'
      readonly url: string
      readonly status: number
      readonly evidence: SafeText
    }
  | { readonly kind: 'datasource-missing'; readonly url: string; readonly name: string }
  | {
      readonly kind: 'datasource-differs'
      readonly name: string
      readonly differences: readonly Difference[]
    }
  /** The data source answers, but shows nothing of this process. `url` is what it asks itself. */
  | { readonly kind: 'datasource-blind'; readonly name: string; readonly url: string }

export interface Fact {
  readonly name: string
  readonly value: SafeText
}

export interface Difference {
  readonly field: string
  readonly expected: SafeText
  readonly found: SafeText
}

export interface Loss {
  readonly metric: string
  readonly count: number
}

export interface MissingSeries {
  readonly job: string
  /** Series that the tenant holds. */
  readonly held: number
  /** Series that the worker kept; absent if the tenant does not even have the worker's count of them. */
  readonly scraped?: number
}

export interface LostScrapes {
  readonly job: string
  readonly missing: number
}

export interface DownTarget {
  readonly job: string
  readonly url: string
  readonly error: SafeText
}

/** What an exporter watches, and says to be down. */
export interface DownService {
  /** The exporter's name in `worker.exporters`. */
  readonly exporter: string
  readonly container: string
  /** The metric that is 0. */
  readonly metric: string
  /** What was probed, where the exporter watches many things. */
  readonly target?: string
  /** What the exporter logged about it last; empty where it did not. */
  readonly evidence: SafeText
}

/**
 * A job that one node of the cloud is to have. `twice`: this node and those have it. `nowhere`: this node is to take it
 * over, for no node that was reached has it; those that were not may have had it.
 */
export interface CloudJob {
  readonly job: string
  readonly state: 'twice' | 'nowhere'
  readonly nodes: readonly string[]
}
