import type { ApprovalMessages } from '../types/approval.ts'

export const approval: ApprovalMessages = {
  question: ({ nodes, batches }) => `노드 ${nodes}개를 변경합니다(배치 ${batches}개). 계속할까요? [y/N] `,
  isYes: (answer) => /^(?:y|yes|예|네)$/iu.test(answer),
  declined: '승인하지 않아 아무것도 변경하지 않았습니다.',
}
