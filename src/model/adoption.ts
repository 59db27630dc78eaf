/** A setting that somebody changed on a node by hand, as the manifest would say it. */
export interface Adoptable {
  /** The key's path in the manifest, with dots between; no part of it has one. */
  readonly key: string
  readonly value: string | number | boolean
  /** Whether it may be another for a group or a host, under worker.overrides. */
  readonly overridable: boolean
}

/** What of the files that somebody changed by hand on a node could be kept. */
export interface Adoption {
  readonly settings: readonly Adoptable[]
  /** Whether something was changed beside that, which the manifest cannot say. */
  readonly more: boolean
}
