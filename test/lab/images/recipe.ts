/** The Debian suites whose packages go into images. */
export type ImageSuite = 'bookworm' | 'trixie' | 'sid'

/** One layer of an image: packages unpacked without their maintainer scripts, and what those would have done. */
export interface LayerRecipe {
  readonly name: string
  readonly suite: ImageSuite
  readonly packages: readonly string[]
  /** Paths in the layer, without a leading slash, that are removed when all packages are unpacked. */
  readonly removed: readonly string[]
  readonly entries: readonly Entry[]
}

/** Something put into a layer beside its packages; `path` without a leading slash. */
export type Entry =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number; readonly owner?: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** A copy of a file below test/lab/images. */
  | { readonly kind: 'copy'; readonly path: string; readonly from: string; readonly mode: number }
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly mode: number }
  /** Links for all applets of the layer's own busybox that nothing else in the layer provides. */
  | { readonly kind: 'applets'; readonly busybox: string }

/** An image: its layers from the bottom up, and what a container of it runs. */
export interface ImageRecipe {
  /** `prom/prometheus:v2.53.3`, or with `{version}` where the version of a package of its suite is put. */
  readonly reference: string
  readonly layers: readonly string[]
  readonly config: ImageConfig
  /** Published as an index of platforms, as images for several architectures are, or as a plain manifest. */
  readonly published: 'index' | 'manifest'
}

/** The `config` of an image configuration, in the spelling of the format. */
export interface ImageConfig {
  readonly Env?: readonly string[]
  readonly Entrypoint?: readonly string[]
  readonly Cmd?: readonly string[]
  readonly WorkingDir?: string
  readonly User?: string
  readonly Labels?: Readonly<Record<string, string>>
  readonly ExposedPorts?: Readonly<Record<string, object>>
  readonly Volumes?: Readonly<Record<string, object>>
}

export function directory(path: string, mode = 0o755, owner?: number): Entry {
  return { kind: 'directory', path, mode, ...(owner === undefined ? {} : { owner }) }
}

export function link(path: string, target: string): Entry {
  return { kind: 'link', path, target }
}

export function copy(path: string, from: string, mode = 0o755): Entry {
  return { kind: 'copy', path, from, mode }
}

export function text(path: string, content: string, mode = 0o644): Entry {
  return { kind: 'text', path, text: content, mode }
}
