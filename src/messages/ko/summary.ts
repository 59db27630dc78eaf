import { quoted } from '../format.ts'
import type { SummaryMessages, Totals } from '../types/summary.ts'
import { hookEnd } from './failures/hook.ts'

export const summary: SummaryMessages = {
  duration: (milliseconds) => {
    const seconds = milliseconds / 1000
    if (seconds < 59.95) return `${seconds.toFixed(1)}초`
    const whole = Math.round(seconds)
    if (whole < 3600) return `${Math.floor(whole / 60)}분 ${whole % 60}초`
    return `${Math.floor(whole / 3600)}시간 ${Math.floor((whole % 3600) / 60)}분`
  },
  started: ({ verb, nodes, tenant, run }) => `${verb}: ${counted(nodes)}, 테넌트 ${tenant}, 실행 ${run}`,
  nodes: counted,
  phaseFinished: ({ finished, failed }) => `완료 ${finished}, 실패 ${failed}`,
  stillWaiting: ({ done, total, nodes, text }) =>
    `${done}/${total} 완료, 진행 중: ${nodes}${text === '' ? '' : ` (${text})`}`,
  interrupting: (force) =>
    force
      ? '다시 중단 요청: 노드에서 실행 중인 작업을 멈춥니다'
      : '중단 요청: 새 작업은 시작하지 않고 실행 중인 작업만 마칩니다. 그것도 멈추려면 Ctrl-C를 한 번 더 누르세요',
  moreFailed: (count) => `그 밖에 실패한 노드 ${count}개는 아래에 모두 나옵니다`,
  totals: (totals) => `${counted(totals.nodes)}: ${parts(totals)} · ${summary.duration(totals.milliseconds)}`,
  nothingChanged: '바뀐 것이 없습니다. 모든 노드가 이미 바라는 상태입니다.',
  likewise: (node) => `${node}에서 발견된 내용`,
  left: {
    nowhere: '바뀐 것이 없습니다',
    observe: '바뀐 것이 없습니다. 살펴보기만 했습니다',
    plan: '바뀐 것이 없습니다. 계획만 세웠습니다',
    stage: 'releases/에 새 파일이 있을 수 있지만 워커는 건드리지 않았습니다',
    activate: '워커가 이전 세대나 새 세대로 실행 중이거나 멈춰 있을 수 있습니다. 다시 실행하세요',
    verify:
      '새 세대가 실행 중이지만 도착이 증명되지 않았습니다. 다시 실행하지 않으면, 되돌아갈 세대가 있는 노드는 스스로 되돌아갑니다',
    rollback: '워커가 이전 세대나 새 세대로 실행 중일 수 있습니다. 다시 실행하세요',
    hold: '바뀐 것이 없습니다. 잠시 점유하기만 했습니다',
    remove: '워커의 일부가 사라졌을 수 있습니다. 다시 실행하세요',
  },
  goOn: ({ verb, manifest, run }) =>
    `이어서 진행하려면: \`npx zx scripts/${verb}.mjs ${quoted(manifest)} --resume ${run}\``,
  rolledBack: ({ to, scope }) => `${BACK_WITH[scope]}${to}(으)로 되돌렸습니다`,
  batch: ({ batch, of, nodes, count }) => `배치 ${batch}/${of}: ${nodes} (${count})`,
  batchStates: { done: '완료', 'rolled-back': '되돌림', 'not-started': '시작하지 않음' },
  maxFailures: ({ count, allowed }) => `실패 허용: ${allowed}개 중 ${count}개`,
  endings: {
    complete: '모든 배치를 마쳤습니다',
    'max-failures-exceeded': '멈췄습니다. 예산보다 많은 노드가 잘못되었습니다',
    'stopped-by-gate': '멈췄습니다. 다음 배치로 가는 게이트가 열리지 않았습니다',
    interrupted: '중단 요청으로 멈췄습니다',
    'nothing-to-do': '바꿀 것이 없었습니다',
    planned: '계획만 세웠습니다',
  },
  deferred: ({ nodes, count, by, with: other }) =>
    `${nodes} (${count})은(는) 더 일찍 할 수 없음: ${SHARED[by.kind]} ${by.name}에 ${other}도 속함`,
  files: {
    create: (path) => `${path} 파일이 생깁니다. 내용은 표시하지 않습니다`,
    update: (path) => `${path} 파일이 바뀝니다. 내용은 표시하지 않습니다`,
    delete: (path) => `${path} 파일이 사라집니다. 내용은 표시하지 않습니다`,
  },
  moreChanges: (groups, nodes) =>
    `… 그 밖에 다른 변경이 ${groups}가지(${counted(nodes)}) 있습니다. 모두 보려면 \`--output json\``,
  keeps: ({ setting, nodes, reach }) =>
    `매니페스트에 ${setting}(이)라고 쓰면 ${nodes}에서 누군가 바꾼 값을 유지합니다${{ them: '', override: '. 이 노드에만 쓰려면 worker.overrides 아래에 두세요', all: '. 이 값은 모든 노드에 적용됩니다' }[reach]}`,
  repaired: ({ named, more }) => {
    if (!named) return '손으로 바꾼 것은 다음 rollout이 되돌립니다'
    return more
      ? '그 밖에 손으로 바꾼 것은 다음 rollout이 되돌립니다'
      : '유지하지 않는 것은 다음 rollout이 되돌립니다'
  },
  chooseOne: (key, choices) => `${key} 값을 하나만 고르세요: ${choices}`,
  nothingToChange: '바뀔 것이 없습니다. 연결된 모든 노드가 이미 바라는 상태입니다.',
  planTotals: ({ nodes, verdicts, failed, milliseconds }) =>
    [
      `${counted(nodes)}: ${[...verdicts.map(([verdict, count]) => `${verdict} ${count}`), `실패 ${failed}`].join(', ')}`,
      '바뀐 것 없음',
      summary.duration(milliseconds),
    ].join(' · '),
  hookEnd,
  hookOfBatch: (batch) => `배치 ${batch}`,
  rows: ({ running, waiting, failed, done }) =>
    [
      failed > 0 ? `실패 ${failed}` : '',
      running > 0 ? `진행 ${running}` : '',
      waiting > 0 ? `대기 ${waiting}` : '',
      done > 0 ? `완료 ${done}` : '',
    ]
      .filter(Boolean)
      .join(', '),
}

const BACK_WITH = { node: '', batch: '배치 전체와 함께 ', all: '이번 실행 전체와 함께 ' } as const

const SHARED = { group: '그룹', domain: '장애 도메인' } as const

function counted(nodes: number): string {
  return `노드 ${nodes}개`
}

function parts(totals: Totals): string {
  const more = [
    totals['rolled-back'] > 0 ? `되돌림 ${totals['rolled-back']}` : '',
    totals.untouched > 0 ? `변경 없음 ${totals.untouched}` : '',
    totals.interrupted > 0 ? `중단됨 ${totals.interrupted}` : '',
  ]
  return [`검증됨 ${totals.verified}`, `실패 ${totals.failed}`, ...more].filter(Boolean).join(', ')
}
