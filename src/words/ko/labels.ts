import type { Labels } from '../explanation.ts'

export const labels: Labels = {
  phases: { observe: '관찰', plan: '계획', stage: '준비', activate: '적용', verify: '검증' },
  checks: {
    container: '컨테이너',
    identity: '신원',
    configuration: '설정',
    targets: '타깃',
    sending: '전송',
    arrival: '도착',
    isolation: '격리',
    fleet: '전체',
    grafana: 'Grafana',
  },
  checkStates: { passed: '통과', failed: '실패', waiting: '대기', skipped: '건너뜀' },
  states: { verified: '검증됨', failed: '실패', untouched: '변경 없음', interrupted: '중단됨' },
  verdicts: {
    noop: '그대로',
    reload: '다시 읽기',
    recreate: '다시 만들기',
    'first-install': '첫 설치',
    repair: '복구',
  },
  outcomes: { changed: '변경함', unchanged: '그대로', failed: '실패' },
  headings: {
    node: '노드',
    verdict: '판정',
    checks: '점검',
    time: '시간',
    note: '비고',
    nodes: '노드',
    found: '발견',
    cure: '조치',
    warning: '경고',
    interrupted: '중단되었습니다. 남은 상태',
  },
}
