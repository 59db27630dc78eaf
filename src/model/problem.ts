/** Where in a file, counted from 1, as editors do. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Something wrong in what the operator wrote, found before anything was dialled.
 * Printed as `file:line:column path: what is wrong, with what was found; what to do`.
 */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly at: Position | { readonly file: string } | undefined
  /** The key, as `worker.listen` or `kolla.inventory[0]`; empty where the file as a whole is meant. */
  readonly path: string
  /** What is wrong, with what was found. */
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
}
