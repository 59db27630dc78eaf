import type { ApprovalMessages } from '../types/approval.ts'

export const approval: ApprovalMessages = {
  question: ({ nodes, batches }) =>
    `Change ${nodes} ${nodes === 1 ? 'node' : 'nodes'} in ${batches} ${batches === 1 ? 'batch' : 'batches'}? [y/N] `,
  isYes: (answer) => /^(?:y|yes)$/iu.test(answer),
  declined: 'Not confirmed: nothing was changed.',
}
