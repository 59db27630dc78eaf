import { STATUS_STATES } from '../../model/node-status.ts'
import type { StatusMessages } from '../types/status.ts'
import { summary } from './summary.ts'

const HOW = {
  confirmed: '',
  kept: '검증 없이 유지한 세대',
  reverted: '되돌린 세대',
  'auto-reverted': '스스로 되돌아온 세대',
} as const

export const status: StatusMessages = {
  states: {
    unreached: '연결 안 됨',
    interrupted: '살펴보지 않음',
    deviating: '설치한 상태와 다름',
    busy: '변경 중',
    absent: '우리 워커 없음',
    behind: '매니페스트보다 뒤처짐',
    well: '매니페스트와 같음',
  },
  headings: {
    runs: '실행 중',
    since: '시작',
    by: '실행자',
    changed: '바뀐 것',
    keep: '유지',
    repaired: '그 밖',
    unconfirmed: '미확정',
    lease: '점유',
    pending: '할 일',
    trouble: '문제',
    remedy: '조치',
  },
  age: (seconds) => {
    const whole = Math.max(0, Math.round(seconds))
    if (whole < 60) return `${whole}초`
    if (whole < 3600) return `${Math.floor(whole / 60)}분`
    if (whole < 86_400) return `${Math.floor(whole / 3600)}시간 ${Math.floor((whole % 3600) / 60)}분`
    return `${Math.floor(whole / 86_400)}일 ${Math.floor((whole % 86_400) / 3600)}시간`
  },
  ago: (age) => `${age} 전`,
  runs: ({ generation, image, container }) =>
    [
      typeof generation === 'number' ? `세대 ${generation}개` : generation,
      image ?? '알 수 없는 이미지',
      container === 'running' ? '' : `컨테이너 ${container ?? '없음'}`,
    ]
      .filter(Boolean)
      .join(', '),
  nothing: '우리가 설치한 것이 없습니다',
  by: ({ who, how, generation, reason, revision, run }) =>
    [
      who,
      how === 'confirmed' ? '' : `${HOW[how]} ${generation}`,
      reason,
      revision === '' ? '' : `리비전 ${revision}`,
      run === '' ? '' : `실행 ${run}`,
    ]
      .filter(Boolean)
      .join(', '),
  drift: ({ field, current, desired }) => `${field}: 현재 ${current}, 원래 ${desired}`,
  unconfirmed: ({ run, generation, previous, reverting, timerGone }, { alone, left }) => {
    const what = alone ? `실행 ${run}의 세대 ${generation} 미확정` : `실행 ${run} 미확정`
    const to = alone ? `세대 ${previous}` : '이전 세대'
    if (timerGone) return `${what}. 그 뒤 노드가 다시 시작되어 다음 실행까지 그대로 남습니다`
    if (reverting || left === undefined) return `${what}. 지금 ${to}로 되돌아가는 중입니다`
    return `${what}. ${left} 뒤 스스로 ${to}로 되돌아갑니다`
  },
  lease: ({ holder, run, reason }, left) => `${holder}, 실행 ${run}, ${reason}, ${left} 뒤 만료`,
  pending: ({ verdict, fields }) => `${verdict}${fields === '' ? '' : `: ${fields}`}`,
  moreGroups: (count) => `… 그 밖에 ${count}가지 상태가 더 있습니다. 전체는 --output json에 있습니다`,
  totals: ({ nodes, states, milliseconds }) => {
    const parts = STATUS_STATES.filter((one) => states[one] > 0).map(
      (one) => `${status.states[one]} ${states[one]}`,
    )
    return `${summary.nodes(nodes)}: ${parts.join(', ')} · ${summary.duration(milliseconds)}`
  },
}
