import type { CrashMessages } from '../types/failures.ts'

/** Why a worker keeps exiting, and what to do about it. */
export const crashes: CrashMessages = {
  'port-taken': {
    problem: '다른 프로그램이 그 포트를 사용하고 있습니다',
    remedy:
      '그 포트를 사용하는 프로그램을 중지하거나(노드에서 `ss -ltnp`) 매니페스트의 worker.listen을 빈 포트로 바꾼 뒤 rollout을 실행하세요',
  },
  'disk-full': {
    problem: '노드의 디스크가 가득 찼습니다',
    remedy:
      '컨테이너 엔진의 데이터가 있는 디스크에서 공간을 확보한 뒤(노드에서 `df -h`) rollout을 실행하세요',
  },
  'data-locked': {
    problem: '워커가 데이터 볼륨을 사용할 수 없습니다',
    remedy:
      '다른 프로세스가 워커의 볼륨을 사용 중이거나 파일 소유자가 다릅니다. 노드에서 `docker ps`, `docker volume inspect mimir-worker-data` 명령으로 확인한 뒤 rollout을 실행하세요',
  },
  'file-unreadable': {
    problem: '워커가 자신의 파일을 읽을 수 없습니다',
    remedy:
      'rollout을 실행하면 올바른 권한으로 파일을 다시 씁니다. 오류가 계속되면 그 디렉터리에 대한 SELinux/AppArmor 거부 로그를 확인하세요',
  },
  configuration: {
    problem: '설정이 거부되었습니다',
    remedy:
      '로그에 나온 설정을 매니페스트에서 고친 뒤 rollout을 실행하세요. rollout은 먼저 그 이미지로 설정을 점검합니다',
  },
  flag: {
    problem: '알 수 없는 명령줄 옵션이 있습니다',
    remedy:
      'rollout을 실행하면 worker.image가 지원하는 옵션을 사용합니다. 오류가 계속되면 다른 worker.image를 선택하세요',
  },
}
