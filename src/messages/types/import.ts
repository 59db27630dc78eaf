/** What import says of the cloud that it found, and of the file that it wrote; one line each. */
export interface ImportMessages {
  readonly nodes: (found: { readonly count: number; readonly names: string }) => string
  readonly groups: (groups: readonly string[]) => string
  readonly release: (release: string | undefined) => string
  /** Where the release was read, where it is none of Kolla's files. */
  readonly installation: (found: { readonly folder: string; readonly release: string }) => string
  readonly exporter: (found: {
    readonly name: string
    readonly count: number
    readonly nodes: string
  }) => string
  readonly noExporters: string
  /** What the images of Kolla on a node say of the release. */
  readonly seenOnNode: (seen: {
    readonly node: string
    readonly tag: string
    readonly count: number
    readonly release: string
  }) => string
  /** A node that was asked and did not answer. */
  readonly notAsked: (node: string, problem: string, remedy: string) => string
  /** Exporters of which it cannot be said where they run; the first problem says why. */
  readonly incomplete: (names: string) => string
  readonly noUrl: string
  readonly written: (file: string) => string
  /** The manifest on stdout is kept by what reads it. */
  readonly printed: string
  /** What can be done at once. */
  readonly next: (done: string, command: string) => string
  /** What has to be done before that, by the first problem; `more` is the number of others. */
  readonly first: (
    done: string,
    step: string,
    then: { readonly command: string; readonly more: number },
  ) => string
  readonly urlStep: (file: string) => string
  readonly releaseStep: (place: string, release: string | undefined) => string
  /** Nothing was written. */
  readonly nothing: (step: string, more: number) => string
  readonly exists: (file: string) => string
  readonly refused: (file: string, said: string) => string
}
