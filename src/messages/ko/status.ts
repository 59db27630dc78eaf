import { type Activation, STATUS_STATES } from '../../model/node-status.ts'
import type { StatusMessages } from '../types/status.ts'
import { summary } from './summary.ts'

const HOW: Readonly<Record<Activation['how'], (generation: string) => string>> = {
  confirmed: () => '',
  kept: (generation) => `검증 없이 유지한 릴리스 ${generation}`,
  reverted: (generation) => `롤백 전 릴리스 ${generation}`,
  'auto-reverted': (generation) => `자동 롤백 전 릴리스 ${generation}`,
}

export const status: StatusMessages = {
  states: {
    unreached: '연결되지 않음',
    interrupted: '확인하지 않음',
    deviating: '설치 상태와 다름',
    busy: '변경 중',
    absent: '설치되지 않음',
    behind: '매니페스트 미반영',
    well: '최신 상태',
  },
  headings: {
    runs: '실행 중',
    since: '시작',
    by: '실행자',
    changed: '변경됨',
    keep: '유지',
    repaired: '복구 예정',
    unconfirmed: '미확정',
    lease: '점유자',
    pending: '적용 예정',
    wayBack: '롤백',
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
      typeof generation === 'number' ? `릴리스 ${generation}개` : generation,
      image ?? '알 수 없는 이미지',
      container === 'running' ? '' : `컨테이너 ${container ?? '없음'}`,
    ]
      .filter(Boolean)
      .join(', '),
  nothing: '설치되지 않음',
  by: ({ who, how, generation, reason, revision, run }) =>
    [
      who,
      HOW[how](generation),
      reason,
      revision === '' ? '' : `리비전 ${revision}`,
      run === '' ? '' : `실행 ${run}`,
    ]
      .filter(Boolean)
      .join(', '),
  drift: ({ field, current, desired }) => `${field}: 현재 ${current}, 목표 ${desired}`,
  unconfirmed: ({ run, generation, previous, reverting, timerGone }, { alone, left }) => {
    const problem = alone ? `실행 ${run}의 릴리스 ${generation} 미확정` : `실행 ${run} 미확정`
    const target = alone ? `릴리스 ${previous}` : '이전 릴리스'
    if (timerGone) return `${problem}. 그 뒤 노드가 재시작되어 다음 실행까지 그대로 유지됩니다`
    if (reverting || left === undefined) return `${problem}. 지금 롤백 중입니다: ${target}`
    return `${problem}. ${left} 뒤에 자동으로 롤백됩니다: ${target}`
  },
  lease: ({ holder, run, reason }, left) => `${holder}, 실행 ${run}, ${reason}, ${left} 뒤 만료`,
  pending: ({ verdict, fields }) => `${verdict}${fields === '' ? '' : `: ${fields}`}`,
  wayBack: (image) => `레지스트리가 필요합니다. 노드에 이미지가 없습니다: ${image}`,
  moreGroups: (count) => `… 그 밖에 노드 묶음이 ${count}개 더 있습니다. --output json으로 확인하세요`,
  totals: ({ nodes, states, milliseconds }) => {
    const parts = STATUS_STATES.filter((state) => states[state] > 0).map(
      (state) => `${status.states[state]} ${states[state]}`,
    )
    return `${summary.nodes(nodes)}: ${parts.join(', ')} · ${summary.duration(milliseconds)}`
  },
}
