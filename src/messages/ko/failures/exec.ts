import { SSHD_LOG, said } from '../../format.ts'
import type { FailureMessages, FailureOf } from '../../types/failures.ts'

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
  'not-started': (failure) => ({
    problem: `사용자 ${failure.user}의 로그인에서 \`${failure.during}\` 명령을 실행하지 못했습니다: ${notStarted(failure)}${said(failure.evidence)}`,
    remedy: NOT_STARTED[failure.stage],
  }),
  aborted: ({ during }) => ({
    problem: `\`${during}\` 중에 중단되었습니다`,
    remedy: '다시 실행하세요. 현재 상태에서 이어서 진행합니다',
  }),
  'no-exit-status': ({ during, evidence }) => ({
    problem: `\`${during}\` 작업이 종료 코드 없이 끝났습니다${said(evidence)}`,
    remedy: `그사이 sshd나 노드가 재시작되었거나 연결이 끊어졌습니다. 노드에서 \`last -x | head\`, ${SSHD_LOG} 명령으로 확인한 뒤 다시 실행하세요`,
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
    problem: `저널 ${path}에 쓸 수 없습니다${said(evidence)}. 저널에 기록하지 못한 변경은 시작하지 않으며, 이미 시작한 변경은 끝까지 검증하거나 롤백합니다`,
    remedy:
      '디스크 공간을 확보하거나 권한을 고치거나 --state-dir 옵션으로 다른 디렉터리를 지정한 뒤 다시 실행하세요',
  }),
} satisfies Partial<FailureMessages>

type NotStarted = FailureOf<'not-started'>

function notStarted({ stage, exitCode, seconds }: NotStarted): string {
  if (seconds === undefined) return `${ANSWERING[stage]}, 종료 코드 ${exitCode ?? 0}`
  return `${ANSWERING[stage]}, ${seconds}초 안에 명령을 시작하지 않음`
}

const ANSWERING: Readonly<Record<NotStarted['stage'], string>> = {
  login: '로그인에 응답한 프로그램',
  shell: 'sudo',
  user: '셸',
}

const NOT_STARTED: Readonly<Record<NotStarted['stage'], string>> = {
  login:
    '강제 명령(forced command), 아무것도 실행하지 않는 로그인 셸, 또는 표준 입력을 읽거나 기다리는 로그인 셸의 시작 파일(.bashrc, /etc/bash.bashrc) 때문입니다. 노드에서 고치거나 다른 사용자를 지정하세요: 매니페스트의 ssh.user, 인벤토리의 ansible_user',
  shell:
    '노드에서 그 사용자로 sudo가 무엇을 기다리는지 확인하세요: `sudo -n true`. 또는 매니페스트의 ssh.user에 다른 사용자를 지정하세요',
  user: '로그인 셸의 시작 파일(.bashrc, /etc/bash.bashrc)이 명령을 전달하는 표준 입력을 읽었을 수 있습니다. 터미널이 없으면 바로 끝나게 하세요: `[ -t 0 ] || return`',
}
