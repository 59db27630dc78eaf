import { installing, instant, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

/** The lease that keeps runs apart on a node, and the timer that reverts the node. */
export const leaseFailures = {
  'lease-held': ({ run, holder, purpose, since, left }) => ({
    problem: `다른 실행이 노드를 점유하고 있습니다: ${holder} (실행 ${run}, ${purpose}, ${instant(since)}부터)`,
    remedy: `그 실행이 끝날 때까지 기다리세요. 이미 종료된 실행이라면 리스는 ${left}초 뒤에 만료되며, --break-lease REASON으로 바로 가져올 수 있습니다`,
  }),
  'lease-lost': ({ run, holder, since }) => ({
    problem:
      run === ''
        ? '노드에 리스가 없습니다'
        : `이 실행은 더 이상 노드를 점유하고 있지 않습니다. 마지막 점유자: ${holder} (실행 ${run}, ${instant(since)}부터)`,
    remedy:
      '다른 실행이 리스를 가져갔거나, 제때 확정되지 않아 노드가 자동으로 롤백되었습니다. 다른 실행이 없을 때 다시 실행하세요',
  }),
  'lock-busy': ({ path }) => ({
    problem: `노드의 다른 프로그램이 잠금 파일을 1분 동안 점유하고 있습니다: ${path}`,
    remedy: `노드에서 그 프로그램을 확인하세요: \`fuser -v ${quoted(path)}\`. 종료된 뒤 다시 실행하세요`,
  }),
  'tool-missing': ({ tool }) => ({
    problem: `노드에 ${tool} 명령이 없습니다`,
    remedy: `노드에 설치하세요: ${installing(tool)}`,
  }),
  'removal-failed': ({ thing, evidence }) => ({
    problem: `제거하지 못했습니다(${thing})${said(evidence)}`,
    remedy:
      '사용 중인 프로세스를 확인한 뒤 `destroy` 명령을 다시 실행하세요. 중단된 곳부터 이어서 진행합니다',
  }),
  'timer-failed': ({ evidence }) => ({
    problem: `자동 롤백 타이머를 설정할 수 없어 아무것도 적용하지 않았습니다${said(evidence)}`,
    remedy:
      '타이머가 사용하는 명령을 노드에서 실행해 보세요: `setsid sleep 1`, `systemd-run --on-active=1 true`',
  }),
  'generation-missing': ({ directory, generation }) => ({
    problem: `노드에 없는 릴리스입니다: ${generation}`,
    remedy: `노드에 있는 릴리스를 확인하고(\`ls -lt ${quoted(`${directory}/releases`)}\`) --to 옵션으로 지정하거나, \`rollout\` 명령을 실행하세요`,
  }),
} satisfies Partial<FailureMessages>
