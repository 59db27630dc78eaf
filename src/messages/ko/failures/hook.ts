import type { HookEnd, HookName } from '../../../model/hook.ts'
import { lastLine, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

const REMEDIES: Readonly<Record<HookName, string>> = {
  before:
    '훅이나 매니페스트의 `rollout.hooks.before`를 고친 뒤 다시 실행하세요. 어느 노드도 건드리지 않았습니다',
  after_batch:
    '훅이 무엇을 찾았는지 보세요. 이 배치는 증명된 그대로이고 다음 배치는 시작하지 않았습니다. 고친 뒤 `--resume last`로 이어 가세요',
  after: '노드는 모두 바라는 상태입니다. 훅이 했어야 할 일을 직접 하세요',
  on_failure: '노드의 상태는 이 보고서에 있습니다. 훅이 했어야 할 일을 직접 하세요',
}

/** 실행이 기다려야 했던 운영자의 명령이 어떻게 되었는지. */
export const hookFailures = {
  'hook-failed': ({ hook, command, end, evidence }) => ({
    problem: `훅 ${hook}이(가) 실패했습니다. \`${command.replaceAll('`', "'")}\` 명령이 ${hookEnd(end)}${said(lastLine(evidence))}`,
    remedy: REMEDIES[hook],
  }),
} satisfies Partial<FailureMessages>

/** "명령이 …" 문장을 끝맺는다. */
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
