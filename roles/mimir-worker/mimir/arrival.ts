import type { GrafanaQueryError } from '../../../src/mimir/grafana.ts'
import type { MimirQueryError } from '../../../src/mimir/mimir.ts'
import type { DownMetrics } from './down-services.ts'

/** What Mimir has of one node, as the tenant sees it. */
export type Arrival =
  | { readonly queryError: MimirQueryError; readonly grafana?: Sight }
  | {
      /** process_start_time_seconds of the worker; undefined where there is none. */
      readonly processStart: number | undefined
      /** prometheus_config_last_reload_success_timestamp_seconds of the worker. */
      readonly reloadedAt: number | undefined
      /** Job → time of the newest sample of its sentinel, seconds since 1970. */
      readonly sentinels: ReadonlyMap<string, number>
      readonly senders: Senders
      /** What exporters say to be down. */
      readonly services: DownMetrics
      /** Not there if the tenant has no such counters of the worker, or the query failed. */
      readonly refusals?: Refusals
      /** Undefined where no other tenant was queried. */
      readonly control: Control | undefined
      /** Not there where no Grafana is named. */
      readonly grafana?: Sight
    }

/** What Grafana's data source shows of a node. */
export type Sight =
  | { readonly datasource: string; readonly queryError: GrafanaQueryError }
  | {
      readonly datasource: string
      /** The URL that the data source queries itself. */
      readonly url: string
      readonly processStart: number | undefined
    }

/** Which processes lately sent under a node's name. */
export type Senders =
  | { readonly queryError: MimirQueryError }
  | {
      /** Different processes that have a series each. */
      readonly processes: number
      /** How often the start of the process went back from one sample to the next. */
      readonly jumps: number
      /** The oldest and the newest start among their samples. */
      readonly starts: readonly number[]
    }

/** Samples that were refused, as the worker counted them and the tenant has it. */
export interface Refusals {
  /** How many became more within the last `window` seconds. */
  readonly grown: number
  /** How many since the worker was started. */
  readonly latest: number
  readonly window: number
}

/** What another tenant sees of a node. */
export type Control =
  | { readonly tenant: string; readonly queryError: MimirQueryError }
  | { readonly tenant: string; readonly processStart: number | undefined }
