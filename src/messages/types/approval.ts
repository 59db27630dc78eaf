/** What a run asks before it changes nodes, and what it says to a no. */
export interface ApprovalWords {
  readonly question: (change: { readonly nodes: number; readonly batches: number }) => string
  readonly isYes: (answer: string) => boolean
  readonly declined: string
}
