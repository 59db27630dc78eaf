import type { MimirQueryError } from '../../../src/mimir/mimir.ts'

/** Whether the tenant has all of what a worker scraped and kept, as far as numbers tell. */
export type Completeness =
  | { readonly queryError: MimirQueryError }
  | {
      /** Job → its series. */
      readonly series: ReadonlyMap<string, SeriesCount>
      /** Job → the times of the samples of `up` of each of its targets, seconds since 1970, oldest first. */
      readonly scrapes: ReadonlyMap<string, readonly (readonly number[])[]>
      /** Seconds before the query from which on `scrapes` has samples, by job. */
      readonly since: ReadonlyMap<string, number>
    }

export interface SeriesCount {
  /** What the worker kept of its last scrapes, by its own count; undefined if the tenant has no such count. */
  readonly scraped: number | undefined
  /** What the tenant holds of it. */
  readonly held: number
}

/** A node whose series are to be counted. */
export interface CountedNode {
  readonly name: string
  readonly jobs: readonly CountedJob[]
  /** Seconds since its worker loaded its configuration: what is older is another configuration's. */
  readonly loadedFor: number
}

/** `interval` is seconds. */
export interface CountedJob {
  readonly name: string
  readonly interval: number
}
