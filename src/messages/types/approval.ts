/** The question before a change, and the line after a no. */
export interface ApprovalMessages {
  readonly question: (change: { readonly nodes: number; readonly batches: number }) => string
  readonly isYes: (answer: string) => boolean
  readonly declined: string
}
