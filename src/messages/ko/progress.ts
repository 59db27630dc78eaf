import type { ProgressMessages } from '../types/progress.ts'

const SCOPE = { node: '실패한 노드', batch: '배치 전체', all: '변경한 노드 전체' } as const

const WORD = {
  manifest: () => '매니페스트',
  registry: () => '레지스트리',
  fleet: (nodes: string) => `실행 중인 노드 ${nodes}`,
  nodes: (nodes: string) => `레지스트리를 조회한 노드 ${nodes}`,
} as const

export const progress: ProgressMessages = {
  connecting: '연결하는 중',
  looking: '상태를 확인하는 중',
  acts: {
    files: '파일을 쓰는 중',
    pull: '이미지를 받는 중',
    promtool: '설정을 점검하는 중',
    start: '워커를 시작하는 중',
    reload: '워커를 리로드하는 중',
  },
  things: {
    files: '파일',
    permissions: '권한',
    image: '이미지',
    links: '링크',
    container: '컨테이너',
    configuration: '설정',
  },
  waiting: (checks, seconds) => `점검 대기 중: ${checks}, ${seconds}초 남음`,
  draining: (samples, seconds) => `전송 대기열: 샘플 ${samples}개 남음, ${seconds}초 남음`,
  unsent: (samples, nodes) =>
    `${nodes}: 워커를 중지하거나 전송 설정(remote write)을 바꾸기 전에 샘플 약 ${samples}개를 보내지 못했거나 Mimir가 거부했습니다. 이 샘플은 Mimir에 저장되지 않습니다`,
  noWorker: '설치되지 않음',
  elsewhere: (nodes, { job, expected, found, used }) =>
    `${nodes}의 ${job}: 예상 ${expected}, 발견 ${found}, 사용 ${used}`,
  wayBackGone: (nodes, image) =>
    `${nodes}: 롤백하려면 레지스트리가 필요합니다. 노드에 다음 이미지가 없습니다: ${image}`,
  batch: ({ batch, of, nodes }) => `배치 ${batch}/${of}: ${nodes}`,
  imagePinned: ({ image, word, nodes }) => `이미지: ${image}, 근거: ${WORD[word](nodes)}`,
  imageDiffers: ({ image, nodes, count }) =>
    `${nodes} (${count}): 같은 이름의 다이제스트가 다르므로 교체합니다: ${image}`,
  imageMoved: ({ image, digest }) =>
    `레지스트리에서 이 이름의 다이제스트가 바뀌었습니다: ${image}, ${digest}. \`upgrade\`를 실행할 때까지 노드는 지금 실행하는 이미지를 유지합니다`,
  resolving: ({ image, node }) => `이미지 확인 중: ${image} (노드 ${node})`,
  registryLimits: (seconds) => `레지스트리가 pull을 제한합니다(429). ${seconds}초 뒤에 다시 시도합니다`,
  soaking: (seconds) => `다음 배치 전에 이 배치를 ${seconds}초 동안 지켜보는 중`,
  gapTooLong: ({ node, seconds, most }) =>
    `${node}의 데이터에 ${seconds}초의 공백이 있습니다. rollout.max_gap은 ${most}초까지 허용합니다`,
  mimirBurdened: (percent) =>
    `Mimir가 과부하 상태입니다. 워커가 샘플의 ${percent}%를 다시 보냈습니다. 회복될 때까지 기다립니다`,
  leasesLost: (nodes, limit) =>
    `${nodes}: 다른 실행이 점유하고 있어 제외했습니다. 나머지 노드는 계속합니다. 이 노드 없이 실행하려면: --limit ${limit}`,
  tlsVerified:
    '환경 변수 NODE_TLS_REJECT_UNAUTHORIZED=0을 무시하고 인증서를 검증합니다. mimir 또는 grafana의 tls.ca에 인증 기관을 지정하고 이 변수를 해제하세요',
  keeping: (nodes) => `검증되지 않은 채로 유지: ${nodes}`,
  hookBegins: (hook, command) => `훅 ${hook}: ${command}`,
  hookSays: (hook, line) => `훅 ${hook} | ${line}`,
  backUnchecked: (nodes, url) =>
    `${nodes}: 롤백했습니다. 롤백한 설정의 전송 대상을 조회할 수 없어 메트릭이 도착하는지는 점검하지 못했습니다. 직접 확인하세요: ${url}`,
  rollingBack: (nodes, scope) => `${SCOPE[scope]} 롤백 중: ${nodes}`,
  removed: (things) => `제거함: ${things.join(', ')}`,
  backOn: (generation) => `롤백 완료: ${generation}`,
  nothing: '할 일 없음',
  proven: (checks) => `점검 ${checks}개 통과`,
  prechecked: ({ checks, failed }) =>
    failed === 0 ? `사전 점검 ${checks}개 통과` : `사전 점검 ${checks}개 중 ${failed}개 실패`,
}
