import { instant, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

/** 노드에서 실행끼리 충돌하지 않게 하는 리스와, 노드를 스스로 되돌리는 타이머. */
export const leaseFailures = {
  'lease-held': ({ run, holder, purpose, since, left }) => ({
    problem: `다른 실행이 노드를 점유하고 있습니다: ${holder} (실행 ${run}, ${purpose}, ${instant(since)}부터)`,
    remedy: `그 실행이 끝날 때까지 기다리세요. 이미 죽은 실행이라면 리스는 ${left}초 뒤에 만료됩니다`,
  }),
  'lease-lost': ({ run, holder, since }) => ({
    problem:
      run === ''
        ? '노드의 리스가 사라졌습니다'
        : `이 실행은 더 이상 노드를 점유하고 있지 않습니다. 마지막 점유자: ${holder} (실행 ${run}, ${instant(since)}부터)`,
    remedy:
      '다른 실행이 가져갔거나, 제때 확정되지 않아 노드가 스스로 되돌아갔습니다. 다른 작업이 없을 때 다시 실행하세요',
  }),
  'lock-busy': ({ path }) => ({
    problem: `노드의 다른 프로그램이 1분째 잠금 파일을 쥐고 있습니다: ${path}`,
    remedy: `누구인지는 노드에서: \`fuser -v ${quoted(path)}\`. 끝난 뒤 다시 실행하세요`,
  }),
  'tool-missing': ({ tool }) => ({
    problem: `노드에 ${tool} 명령이 없습니다`,
    remedy: 'util-linux 패키지에 들어 있습니다: `apt-get install util-linux`, `dnf install util-linux`',
  }),
  'removal-failed': ({ thing, evidence }) => ({
    problem: `제거하지 못했습니다(${thing})${said(evidence)}`,
    remedy: '무엇이 붙잡고 있는지 확인한 뒤 `destroy`를 다시 실행하세요. 멈춘 곳부터 이어집니다',
  }),
  'timer-failed': ({ evidence }) => ({
    problem: `노드가 스스로 되돌아가도록 예약할 수 없어서 아무것도 활성화하지 않았습니다${said(evidence)}`,
    remedy: '노드에서 직접 해 보세요: `setsid sleep 1`, `systemd-run --on-active=1 true`',
  }),
  'generation-missing': ({ directory, generation }) => ({
    problem: `노드에 없는 세대입니다: ${generation}`,
    remedy: `노드에 있는 세대: \`ls -lt ${quoted(`${directory}/releases`)}\``,
  }),
} satisfies Partial<FailureMessages>
