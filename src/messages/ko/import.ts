import type { ImportMessages } from '../types/import.ts'

export const importMessages: ImportMessages = {
  nodes: ({ count, names }) => `노드 ${count}개를 찾았습니다: ${names}`,
  groups: (groups) => `그룹: ${groups.join(', ')}`,
  release: (release) => (release === undefined ? '릴리스: 파일에 없습니다' : `릴리스: ${release}`),
  exporter: ({ name, count, nodes }) => `exporter ${name}: ${nodes} (${count})`,
  noExporters: '켜진 exporter가 없습니다. Kolla globals.yml의 enable_prometheus를 보세요',
  noUrl:
    'mimir.url은 아무 데도 닿지 않는 임시 값입니다. Mimir의 주소를 쓰거나 --mimir-url과 함께 다시 실행하세요',
  written: (file) => `${file} 파일을 썼습니다. 다음: npx zx scripts/prechecks.mjs ${file}`,
  exists: (file) => `${file} 파일이 이미 있고 덮어쓰지 않습니다. -o로 다른 이름을 주거나 그 파일을 옮기세요`,
  refused: (file, said) =>
    `${file} 파일을 쓸 수 없습니다: ${said}. -o로 다른 이름을 주거나 -로 표준 출력에 쓰세요`,
}
