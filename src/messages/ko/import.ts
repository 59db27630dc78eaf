import type { ImportMessages } from '../types/import.ts'

function othersKo(more: number): string {
  return more === 0 ? '' : ` (위의 다른 문제 ${more}개)`
}

export const importMessages: ImportMessages = {
  nodes: ({ count, names }) => `노드 ${count}개를 찾았습니다: ${names}`,
  groups: (groups) => `그룹: ${groups.join(', ')}`,
  release: (release) => `OpenStack 릴리스: ${release ?? '알 수 없음'}`,
  exporter: ({ name, count, nodes }) => `exporter ${name}: ${nodes} (${count})`,
  installation: ({ folder, release }) =>
    `릴리스 ${release}: ${folder}에 설치된 kolla-ansible에서 확인했습니다`,
  seenOnNode: ({ node, tag, count, release }) =>
    `${node}: ${tag} 태그의 Kolla 이미지 ${count}개, 릴리스 ${release}`,
  notAsked: (node, problem, remedy) => `${node}: ${problem}. ${remedy}`,
  incomplete: (names) => `exporter 목록이 완전하지 않습니다. 실행 위치를 아직 알 수 없는 exporter: ${names}`,
  noExporters: '활성화된 exporter가 없습니다. Kolla globals.yml의 enable_prometheus를 확인하세요',
  noUrl:
    'mimir.url은 임시 값입니다. Mimir의 URL로 바꾸거나, --mimir-url 옵션을 지정해 import를 다시 실행하세요',
  written: (file) => `${file} 파일을 만들었습니다`,
  printed: '출력된 내용을 inventory.yml로 저장하세요',
  next: (done, command) => `${done}. 다음 명령: ${command}`,
  first: (done, step, { command, more }) =>
    `${done}. 다음 단계: ${step}${othersKo(more)}. 그다음 명령: ${command}`,
  urlStep: (file) => `${file} 파일의 mimir.url 설정`,
  releaseStep: (place, release) =>
    release === undefined
      ? `${place}: 줄 앞의 #을 지우고 클라우드를 배포한 릴리스를 쓰세요`
      : `${place}: 릴리스가 ${release}이면 줄 앞의 #을 지우고, 아니면 클라우드를 배포한 릴리스를 쓰세요`,
  nothing: (step, more) =>
    `파일을 만들지 않았습니다. 다음 단계: ${step}${othersKo(more)}. 그다음 import를 다시 실행하세요`,
  exists: (file) =>
    `${file} 파일이 이미 있으며, 덮어쓰지 않습니다. --out 옵션으로 다른 이름을 지정하거나 그 파일을 옮기세요`,
  refused: (file, said) =>
    `${file} 파일을 쓸 수 없습니다: ${said}. --out 옵션으로 다른 이름을 지정하거나, -를 지정해 표준 출력에 쓰세요`,
}
