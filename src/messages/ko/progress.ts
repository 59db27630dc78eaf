import type { ProgressMessages } from '../types/progress.ts'

const WHY = { node: '실패한 노드를', batch: '배치 전체를', all: '바뀐 노드를 모두' } as const

export const progress: ProgressMessages = {
  connecting: '연결하는 중',
  looking: '살펴보는 중',
  acts: {
    files: '파일을 쓰는 중',
    pull: '이미지를 받는 중',
    promtool: '설정을 검사하는 중',
    start: '워커를 시작하는 중',
    reload: '워커 설정을 다시 읽히는 중',
  },
  things: {
    files: '파일',
    image: '이미지',
    links: '링크',
    container: '컨테이너',
    configuration: '설정',
  },
  waiting: (checks, seconds) => `${checks} 기다리는 중, ${seconds}초 남음`,
  draining: (samples, seconds) => `전송 대기열: 샘플 ${samples}개 남음, ${seconds}초 남음`,
  unsent: (samples, nodes) =>
    `워커를 멈출 때 샘플 약 ${samples}개를 아직 보내지 못했습니다(${nodes}). 이 샘플은 Mimir에 남지 않습니다`,
  noWorker: '아직 워커가 없음',
  elsewhere: (nodes, { job, expected, found, used }) =>
    `${nodes}의 ${job}: 예상 ${expected}, 발견 ${found}, 사용 ${used}`,
  batch: ({ batch, of, nodes }) => `배치 ${batch}/${of}: ${nodes}`,
  resolving: ({ image, node }) => `${node}에서 ${image}(이)가 가리키는 이미지를 확인하는 중`,
  registryLimits: (seconds) => `레지스트리가 pull을 제한함(429): ${seconds}초 뒤 다시 시도`,
  soaking: (seconds) => `배치가 계속 정상인지 ${seconds}초 동안 지켜보는 중`,
  gapTooLong: ({ node, seconds, most }) =>
    `${node}의 데이터가 ${seconds}초 비었습니다. rollout.max_gap은 ${most}초까지 허용합니다`,
  mimirBurdened: (percent) =>
    `Mimir에 부하가 걸렸습니다. 워커가 샘플의 ${percent} %를 다시 보내야 했습니다. 회복을 기다립니다`,
  keeping: (nodes) => `검증되지 않았지만 그대로 유지: ${nodes}`,
  hookBegins: (hook, command) => `훅 ${hook}: ${command}`,
  hookSays: (hook, line) => `훅 ${hook} | ${line}`,
  rollingBack: (nodes, why) => `${WHY[why]} 되돌리는 중: ${nodes}`,
  removed: (things) => `제거함: ${things.join(', ')}`,
  backOn: (generation) => `${generation}(으)로 되돌림`,
  nothing: '할 일 없음',
  proven: (checks) => `검사 ${checks}개 통과`,
  prechecked: ({ checks, failed }) =>
    failed === 0 ? `사전 점검 ${checks}개` : `사전 점검 ${checks}개 중 ${failed}개 실패`,
}
