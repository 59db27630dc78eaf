/** What logs says about the connection to a node and about lines that it dropped; one line each. */
export interface LogMessages {
  readonly lost: (node: string, problem: string, remedy: string) => string
  readonly away: (node: string, problem: string) => string
  readonly back: (node: string) => string
  readonly leftOut: (node: string, lines: number) => string
}
