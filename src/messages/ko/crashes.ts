import type { CrashMessages } from '../types/failures.ts'

/** 워커가 계속 실행되지 못하는 이유와 할 일. */
export const crashes: CrashMessages = {
  'port-taken': {
    problem: '다른 프로그램이 그 포트를 쓰고 있습니다',
    remedy:
      '누가 쓰는지 노드에서 보고(`ss -ltnp`) 멈추거나, 매니페스트의 worker.listen에 빈 포트를 쓴 뒤 rollout을 실행하세요',
  },
  'disk-full': {
    problem: '노드의 디스크가 가득 찼습니다',
    remedy: '노드에서 엔진 데이터가 있는 디스크를 비우고(`df -h`) rollout을 실행하세요',
  },
  'data-locked': {
    problem: '자기 데이터를 쓸 수 없습니다',
    remedy:
      '다른 프로세스가 워커의 볼륨을 쓰거나 파일 소유자가 다릅니다. 노드에서 `docker ps`와 `docker volume inspect mimir-worker-data`를 보고 rollout을 실행하세요',
  },
  'file-unreadable': {
    problem: '자기 파일을 읽을 수 없습니다',
    remedy:
      'rollout을 실행하면 파일을 알맞은 권한으로 다시 씁니다. 그대로라면 그 폴더를 지키는 것(SELinux, AppArmor)을 보세요',
  },
  configuration: {
    problem: '설정을 받아들이지 않습니다',
    remedy:
      '그 줄이 가리키는 것을 매니페스트에서 고치고 rollout을 실행하세요. 설정은 먼저 그 이미지로 검사합니다',
  },
  flag: {
    problem: '모르는 옵션이 있습니다',
    remedy: 'rollout을 실행하면 worker.image가 아는 옵션을 씁니다. 그대로라면 다른 worker.image를 고르세요',
  },
}
