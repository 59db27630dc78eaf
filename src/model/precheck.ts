import type { SafeText } from '../values/safe-text.ts'
import type { Fact, Finding } from './check.ts'
import type { Failure } from './failure.ts'
import type { AboutRun } from './report.ts'

/** What is checked before a first rollout, in the order in which it is reported. */
export const PRECHECKS = [
  'login',
  'engine',
  'compose',
  'disk',
  'files',
  'clock',
  'address',
  'port',
  'containers',
  'host-network',
  'firewall',
  'exporter',
  'name',
  'mimir',
  'push',
  'read-back',
  'limits',
] as const

export type PrecheckName = (typeof PRECHECKS)[number]

export type PrecheckState = 'passed' | 'failed' | 'skipped'

export interface PrecheckResult {
  readonly precheck: PrecheckName
  /** Which of several: the exporter's name in `worker.exporters`. */
  readonly subject?: string
  readonly state: PrecheckState
  readonly finding: PrecheckFinding
}

/** Why there was no HTTP answer at all. */
export type Silence =
  | 'refused'
  | 'timed-out'
  | 'no-route'
  | 'unknown-host'
  | 'certificate'
  | 'closed'
  /** Refused or without a route; newer versions of curl do not say which. */
  | 'unconnected'
  | 'other'

/** Why Mimir did not take a sample, by what it answered. */
export type PushCause =
  | 'no-tenant'
  | 'tenant-invalid'
  | 'unauthorized'
  | 'not-found'
  | 'wrong-method'
  | 'content-type'
  | 'time'
  | 'out-of-order'
  | 'labels'
  | 'series-limit'
  | 'bad-request'
  | 'body-changed'
  | 'too-large'
  | 'rate-limited'
  | 'elected-other'
  | 'starting'
  | 'gateway'
  | 'instance-limit'
  | 'server-error'
  | 'scheme'
  | 'redirect'
  | 'proxy'
  | 'other'

/** What a precheck found. Sizes are bytes. Its messages are in src/messages only. */
export type PrecheckFinding =
  | { readonly kind: 'good'; readonly facts: readonly Fact[] }
  | { readonly kind: 'not-reached'; readonly after: PrecheckName }
  /** Nothing on the node can send an HTTP request, or show its answer. */
  | { readonly kind: 'no-tool'; readonly tools: readonly string[] }
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** What would have shown it failed itself. */
  | { readonly kind: 'not-inspected'; readonly command: string; readonly evidence: SafeText }
  | {
      readonly kind: 'credential-helper-missing'
      readonly helper: string
      readonly file: string
      readonly image: string
    }
  | { readonly kind: 'engine-api'; readonly evidence: SafeText }
  | { readonly kind: 'compose-dependencies'; readonly version: string; readonly evidence: SafeText }
  | { readonly kind: 'disk-short'; readonly path: string; readonly free: number; readonly wanted: number }
  | { readonly kind: 'inodes-short'; readonly path: string; readonly free: number }
  | { readonly kind: 'clock-skewed'; readonly ahead: number; readonly limit: number }
  | { readonly kind: 'containers-not-running'; readonly containers: readonly ContainerState[] }
  | { readonly kind: 'not-host-network'; readonly containers: readonly ContainerState[] }
  | {
      readonly kind: 'firewall-drops'
      readonly rules: readonly SafeText[]
      /** Whether Mimir could be reached in spite of them. */
      readonly mimirReached: boolean
    }
  | {
      readonly kind: 'exporter-silent'
      readonly url: string
      readonly container: string
      readonly silence: Silence
      /** Ports on which the exporter's container, or a loopback, listens instead. */
      readonly listening: readonly string[]
      readonly evidence: SafeText
    }
  | {
      readonly kind: 'exporter-absent'
      readonly container: string
      readonly expected: string
      readonly listening: readonly string[]
    }
  | {
      readonly kind: 'exporter-refused'
      readonly url: string
      readonly status: number
      readonly evidence: SafeText
    }
  /** It answers, but as something else, or without what the exporter is there for. */
  | {
      readonly kind: 'exporter-without-family'
      readonly url: string
      readonly family: string
      readonly series: number
    }
  /** It answers, though not where Kolla's files put it; the worker scrapes it where it is. */
  | {
      readonly kind: 'exporter-elsewhere'
      readonly expected: string
      readonly found: string
      readonly series: number
    }
  /** The node knows it by a source that no container has. */
  | { readonly kind: 'name-of-node-only'; readonly host: string; readonly addresses: readonly SafeText[] }
  | { readonly kind: 'name-unresolved'; readonly host: string; readonly evidence: SafeText }
  | {
      readonly kind: 'mimir-unreachable'
      readonly url: string
      readonly silence: Silence
      readonly evidence: SafeText
    }
  | {
      readonly kind: 'mimir-not-ready'
      readonly url: string
      readonly status: number
      readonly evidence: SafeText
    }
  | {
      readonly kind: 'push-refused'
      readonly url: string
      readonly tenant: string
      readonly status: number
      readonly cause: PushCause
      readonly evidence: SafeText
    }
  | { readonly kind: 'not-found-again'; readonly tenant: string; readonly waited: number }
  | {
      readonly kind: 'limits-exceeded'
      readonly tenant: string
      readonly exceeded: readonly ExceededLimit[]
    }
  /** Mimir does not say what the tenant may do: a Cortex, or a gateway that keeps that to itself. */
  | {
      readonly kind: 'limits-unknown'
      readonly tenant: string
      readonly url: string
      readonly evidence: SafeText
    }
  | { readonly kind: 'query-failed'; readonly finding: Finding }
  | Extract<Finding, { kind: 'seen-by-other-tenant' | 'watched-down' }>

/** A limit of the tenant that what the exporters have exceeds. */
export interface ExceededLimit {
  /** Its name in Mimir. */
  readonly limit: string
  readonly allowed: number
  /** At the least; samples a second for a rate, else series. */
  readonly needed: number
  /** For a limit of each metric, the one that has the most. */
  readonly metric?: string
}

export interface ContainerState {
  readonly name: string
  /** As the engine names it; empty where there is no such container. */
  readonly state: SafeText
}

export interface PrecheckedNode {
  readonly node: string
  readonly groups: readonly string[]
  /** `interrupted`: the operator ended the run before this node was checked. */
  readonly state: 'ready' | 'failed' | 'interrupted'
  readonly results: readonly PrecheckResult[]
}

/** The one value from which every print of a run of prechecks is made. */
export interface PrecheckReport extends AboutRun {
  readonly run: string
  readonly verb: 'prechecks'
  readonly nodes: readonly PrecheckedNode[]
}
