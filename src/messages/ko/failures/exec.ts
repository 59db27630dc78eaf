import { said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

/** Why a command on a node did not end normally. */
export const execFailures = {
  'connection-lost': ({ during, evidence }) => ({
    problem: `\`${during}\` 중에 연결이 끊어졌습니다${said(evidence)}`,
    remedy: '네트워크와 노드의 재부팅 여부를 확인하고 다시 실행하세요. 이미 끝난 작업은 반복하지 않습니다',
  }),
  deadline: ({ during, seconds, evidence }) => ({
    problem: `\`${during}\` 작업이 ${seconds}초 안에 끝나지 않았습니다${said(evidence)}`,
    remedy:
      '노드에서 멈춘 프로세스를 찾으세요(`ps axf`, `dmesg -T | tail`, 디스크와 네트워크 마운트). 그런 다음 다시 실행하세요',
  }),
  aborted: ({ during }) => ({
    problem: `\`${during}\` 중에 중단되었습니다`,
    remedy: '다시 실행하세요. 현재 상태에서 이어서 진행합니다',
  }),
  'no-exit-status': ({ during, evidence }) => ({
    problem: `\`${during}\` 작업이 종료 코드 없이 끝났습니다${said(evidence)}`,
    remedy:
      '그사이 sshd나 노드가 재시작되었거나 연결이 끊어졌습니다. 노드에서 `last -x | head`, `journalctl -u ssh -n 20` 명령으로 확인한 뒤 다시 실행하세요',
  }),
  killed: ({ during, signal, evidence }) => ({
    problem: `\`${during}\` 작업이 ${signal} 신호로 종료되었습니다${said(evidence)}`,
    remedy: '대개 메모리 부족이 원인입니다. 노드에서 확인하세요: `dmesg -T | grep -iE "oom|killed process"`',
  }),
  'command-failed': ({ during, exitCode, evidence }) => ({
    problem: `\`${during}\` 작업이 종료 코드 ${exitCode}번으로 끝났습니다${said(evidence)}`,
    remedy: '출력에 나온 오류를 노드에서 해결한 뒤 다시 실행하세요',
  }),
  'unreadable-answer': ({ during, evidence }) => ({
    problem: `\`${during}\` 작업의 출력을 해석할 수 없습니다${said(evidence)}`,
    remedy:
      '로그인할 때 아무것도 출력되지 않아야 합니다. `ssh NODE true` 명령의 출력이 비어 있는지 확인하세요(ForceCommand, .bashrc, .profile)',
  }),
  internal: ({ during, evidence }) => ({
    problem: `\`${during}\` 중 내부 오류가 났습니다${said(evidence)}`,
    remedy: '노드의 문제가 아니라 kolla-mimir의 버그입니다. report.json을 첨부해 알려 주세요',
  }),
  'journal-failed': ({ path, evidence }) => ({
    problem: `저널 ${path}에 쓸 수 없습니다${said(evidence)}. 저널에 먼저 기록하지 못한 작업은 실행하지 않습니다`,
    remedy:
      '디스크 공간을 확보하거나 권한을 고치거나 --state-dir 옵션으로 다른 디렉터리를 지정한 뒤 다시 실행하세요',
  }),
} satisfies Partial<FailureMessages>
