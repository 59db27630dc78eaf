import type { DestroyMessages } from '../types/destroy.ts'
import { summary } from './summary.ts'

export const destroy: DestroyMessages = {
  question: ({ count, nodes, directory }) =>
    `${summary.nodes(count)}(${nodes})에서 워커와 데이터, ${directory}의 파일을 제거할까요?\nyes를 입력하세요: `,
  yes: 'yes',
  declined: '아무것도 제거하지 않았습니다',
  noTerminal:
    '물어볼 터미널이 없어 아무것도 제거하지 않았습니다. 묻지 않고 제거하려면 --yes-i-really-really-mean-it을 쓰세요',
  removed: (things) => `제거함: ${things.join(', ')}`,
  absent: '우리가 설치한 것이 없었습니다',
  interrupted: '제거하기 전에 중단되었습니다',
  files: (directory, names) => `우리 것이 아니어서 ${directory}에 남겨 둔 파일: ${names.join(', ')}`,
  container: (name) => `kolla-mimir가 만들지 않은 컨테이너 ${name}은(는) 그대로 두었습니다`,
  totals: ({ nodes, states, milliseconds }) =>
    `${summary.nodes(nodes)}: 제거 ${states.removed}, 없었음 ${states.absent}, 실패 ${states.failed}${
      states.interrupted === 0 ? '' : `, 중단 ${states.interrupted}`
    } · ${summary.duration(milliseconds)}`,
}
