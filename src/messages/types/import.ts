/** What import says of the cloud that it found, and of the file that it wrote; one line each. */
export interface ImportMessages {
  readonly nodes: (found: { readonly count: number; readonly names: string }) => string
  readonly groups: (groups: readonly string[]) => string
  readonly release: (release: string | undefined) => string
  readonly exporter: (found: {
    readonly name: string
    readonly count: number
    readonly nodes: string
  }) => string
  readonly noExporters: string
  readonly noUrl: string
  readonly written: (file: string) => string
  readonly exists: (file: string) => string
  readonly refused: (file: string, said: string) => string
}
