import type { PageWords } from '../page.ts'

export const page: PageWords = {
  title: (verb) => `kolla-mimir ${verb}`,
  facts: { tenant: '테넌트', manifest: '매니페스트', started: '시작', took: '걸린 시간', run: '실행' },
  sections: {
    glance: '한눈에 보기',
    causes: '원인과 조치',
    changes: '발견한 것과 바라는 것',
    timeline: '시간 흐름',
    nodes: '노드별 증명 단계',
  },
  skip: '원인으로 건너뛰기',
  language: '언어',
  theme: '색상',
  themes: { auto: '자동', light: '밝게', dark: '어둡게' },
  show: '보기',
  filters: {
    all: '모두',
    bad: '검증되지 않음',
    verified: '검증됨',
    failed: '실패',
    'rolled-back': '되돌림',
    untouched: '변경 없음',
    interrupted: '중단됨',
  },
  search: '찾기',
  searchHint: '노드, 그룹, 원인 …',
  none: '해당하는 노드가 없습니다.',
  glance: '칸 하나가 노드 하나입니다. 숫자는 처음 실패한 점검의 번호입니다.',
  legend: {
    verified: '검증됨',
    unproven: '점검 실패',
    failed: '점검 전에 실패',
    'rolled-back': '되돌림',
    interrupted: '중단됨',
    untouched: '변경 없음',
  },
  nothingFailed: '실패한 것이 없습니다.',
  unchanged: '모든 노드가 이미 바라는 상태였습니다.',
  slowest: (shown, all) =>
    shown === all
      ? '막대 사이의 빈 곳은 노드가 차례나 다른 노드를 기다린 시간입니다.'
      : `노드 ${all}개 중 가장 오래 걸린 ${shown}개입니다. 막대 사이의 빈 곳은 노드가 차례나 다른 노드를 기다린 시간입니다.`,
  columns: {
    field: '항목',
    found: '발견',
    wanted: '바라는 값',
    phase: '단계',
    from: '시작',
    took: '걸린 시간',
    waited: '앞서 기다린 시간',
  },
  steps: '단계',
  generation: '세대',
  groups: '그룹',
  noGroup: '그룹 없음',
  more: (count) => `그 밖에 ${count}개`,
}
