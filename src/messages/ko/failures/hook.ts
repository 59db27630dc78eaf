import type { HookEnd, HookName } from '../../../model/hook.ts'
import { lastLine, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

const REMEDIES: Readonly<Record<HookName, string>> = {
  before: '훅이나 매니페스트의 `rollout.hooks.before`를 고친 뒤 다시 실행하세요. 변경한 노드는 없습니다',
  after_batch:
    '훅이 발견한 문제를 확인하세요. 이 배치는 검증된 상태로 유지되며, 다음 배치는 시작하지 않았습니다. 그런 다음 `--resume last` 옵션으로 이어서 진행하세요',
  after: '노드는 모두 목표 상태입니다. 훅이 해야 할 작업을 직접 실행하세요',
  on_failure: '노드의 상태는 이 보고서에 있습니다. 훅이 해야 할 작업을 직접 실행하세요',
}

/** A failed hook: a command of the operator that the run had to wait for. */
export const hookFailures = {
  'hook-failed': ({ hook, command, end, evidence }) => ({
    problem: `훅 실패: ${hook}. \`${command.replaceAll('`', "'")}\` 명령이 ${hookEnd(end)}${said(lastLine(evidence))}`,
    remedy: REMEDIES[hook],
  }),
} satisfies Partial<FailureMessages>

/** Completes the sentence "명령이 …". */
export function hookEnd(end: HookEnd): string {
  switch (end.how) {
    case 'exited':
      return `종료 코드 ${end.exitCode}번으로 끝났습니다`
    case 'killed':
      return `${end.signal} 신호로 종료되었습니다`
    case 'late':
      return `${end.seconds}초 안에 끝나지 않아 종료시켰습니다`
    case 'aborted':
      return '중단 요청으로 종료되었습니다'
    case 'not-run':
      return `실행되지 못했습니다: ${end.reason}`
  }
}
