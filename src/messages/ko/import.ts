import type { ImportMessages } from '../types/import.ts'

export const importMessages: ImportMessages = {
  nodes: ({ count, names }) => `노드 ${count}개를 찾았습니다: ${names}`,
  groups: (groups) => `그룹: ${groups.join(', ')}`,
  release: (release) => `OpenStack 릴리스: ${release ?? '알 수 없음'}`,
  exporter: ({ name, count, nodes }) => `exporter ${name}: ${nodes} (${count})`,
  noExporters: '활성화된 exporter가 없습니다. Kolla globals.yml의 enable_prometheus를 확인하세요',
  noUrl:
    'mimir.url은 임시 값입니다. Mimir의 URL로 바꾸거나, --mimir-url 옵션을 지정해 import를 다시 실행하세요',
  written: (file) => `${file} 파일을 만들었습니다. 다음 명령: npx zx scripts/prechecks.mjs ${file}`,
  exists: (file) =>
    `${file} 파일이 이미 있으며, 덮어쓰지 않습니다. --out 옵션으로 다른 이름을 지정하거나 그 파일을 옮기세요`,
  refused: (file, said) =>
    `${file} 파일을 쓸 수 없습니다: ${said}. --out 옵션으로 다른 이름을 지정하거나, -를 지정해 표준 출력에 쓰세요`,
}
