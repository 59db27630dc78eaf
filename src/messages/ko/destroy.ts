import type { DestroyMessages } from '../types/destroy.ts'
import { summary } from './summary.ts'

export const destroy: DestroyMessages = {
  question: ({ count, nodes, directory }) =>
    `${summary.nodes(count)}(${nodes})에서 워커와 데이터, ${directory}의 파일을 제거할까요?\nyes를 입력하세요: `,
  yes: 'yes',
  declined: '아무것도 제거하지 않았습니다',
  noTerminal:
    '아무것도 제거하지 않았습니다. 확인을 받을 터미널이 없습니다. 확인 없이 제거하려면 --yes-i-really-really-mean-it 옵션을 지정하세요',
  removed: (things) => `제거함: ${things.join(', ')}`,
  absent: '설치되지 않음',
  interrupted: '제거하기 전에 중단되었습니다',
  files: (directory, names) => `kolla-mimir가 만들지 않아 ${directory}에 남겨 둔 파일: ${names.join(', ')}`,
  container: (name) => `kolla-mimir가 만들지 않아 남겨 둔 컨테이너: ${name}`,
  totals: ({ nodes, states, milliseconds }) =>
    `${summary.nodes(nodes)}: 제거 ${states.removed}, 설치되지 않음 ${states.absent}, 실패 ${states.failed}${
      states.interrupted === 0 ? '' : `, 중단 ${states.interrupted}`
    } · ${summary.duration(milliseconds)}`,
}
