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
      ? '다시 중단 요청: 노드에서 실행 중인 명령을 중지합니다'
      : '중단 요청: 새 작업은 시작하지 않고 진행 중인 작업만 마칩니다. 그 작업도 중지하려면 Ctrl-C를 한 번 더 누르세요',
  moreFailed: (count) => `실패한 노드가 ${count}개 더 있으며, 아래에 모두 표시합니다`,
  totals: (totals) => `${counted(totals.nodes)}: ${parts(totals)} · ${summary.duration(totals.milliseconds)}`,
  nothingChanged: '변경 없음: 모든 노드가 이미 목표 상태입니다.',
  likewise: (node) => `${node}에서 발견한 내용`,
  left: {
    nowhere: '변경하지 않았습니다',
    observe: '변경하지 않았습니다. 상태만 확인했습니다',
    plan: '변경하지 않았습니다. 계획만 세웠습니다',
    stage: 'releases/에 새 파일이 있을 수 있지만, 워커는 변경하지 않았습니다',
    activate: '워커가 이전 릴리스나 새 릴리스로 실행 중이거나 중지되어 있을 수 있습니다. 다시 실행하세요',
    verify:
      '새 릴리스가 실행 중이지만 검증되지 않았습니다. 다시 실행하지 않으면, 이전 릴리스가 있는 노드는 자동으로 롤백됩니다',
    rollback: '워커가 이전 릴리스나 새 릴리스로 실행 중일 수 있습니다. 다시 실행하세요',
    hold: '변경하지 않았습니다. 리스만 잠시 점유했습니다',
    remove: '워커의 일부가 제거되었을 수 있습니다. 다시 실행하세요',
  },
  goOn: ({ verb, manifest, run }) =>
    `이어서 진행하려면: \`npx zx scripts/${verb}.mjs ${quoted(manifest)} --resume ${run}\``,
  rolledBack: ({ to, scope, unchecked, incomplete }) =>
    incomplete === true
      ? `롤백하지 못함: 자동으로 되돌아갈 때까지 새 설정으로 실행 중일 수 있습니다: ${to}`
      : `롤백됨${WITH[scope]}: ${to}${unchecked === undefined ? '' : ', 도착은 점검하지 못함'}`,
  batch: ({ batch, of, nodes, count }) => `배치 ${batch}/${of}: ${nodes} (${count})`,
  batchStates: { done: '완료', 'rolled-back': '롤백됨', 'not-started': '시작되지 않음' },
  maxFailures: ({ count, allowed }) => `실패 허용: ${allowed}개 중 ${count}개`,
  endings: {
    complete: '모든 배치를 실행했습니다',
    'canary-failed': '중지됨: 카나리 노드가 실패했습니다. 나머지 노드도 전송 설정(remote write)이 바뀝니다',
    'max-failures-exceeded': '중지됨: 실패한 노드가 허용 수(max_failures)를 초과했습니다',
    'stopped-by-gate': '중지됨: 다음 배치로 가는 게이트가 열리지 않았습니다',
    interrupted: '중지됨: 실행이 중단되었습니다',
    'nothing-to-do': '변경할 것이 없습니다',
    planned: '계획만 세웠습니다',
  },
  deferred: ({ nodes, count, by, with: sharer }) =>
    `뒤로 미룸: ${nodes} (${count}). ${sharer} 노드와 ${SHARED[by.kind]} 공유: ${by.name}`,
  canary: (changes) =>
    `노드 하나를 먼저 변경하고(카나리), 실패하면 나머지는 변경하지 않습니다. 바뀌는 전송 설정(remote write): ${changes}`,
  batchOrder: ({ first, last }) =>
    `control, network, loadbalancer 노드를 뺀 가장 큰 그룹부터 변경합니다: ${first}. 마지막: ${last}. 순서는 rollout.order로 바꿀 수 있습니다`,
  files: {
    create: (path) => `${path} 파일을 만듭니다(내용은 표시하지 않음)`,
    update: (path) => `${path} 파일을 변경합니다(내용은 표시하지 않음)`,
    delete: (path) => `${path} 파일을 삭제합니다(내용은 표시하지 않음)`,
  },
  moreChanges: (groups, nodes) =>
    `… 그 밖에 변경이 ${groups}종류(${counted(nodes)}) 더 있습니다. 전체 보기: \`--output json\``,
  keeps: ({ setting, nodes, reach }) =>
    `매니페스트에 추가${REACH[reach]}: ${setting} — ${nodes}의 수동 변경을 유지합니다`,
  repaired: ({ named, more }) => {
    if (!named) return '수동 변경은 다음 rollout에서 원래대로 복원됩니다'
    return more
      ? '그 밖의 수동 변경은 다음 rollout에서 원래대로 복원됩니다'
      : '유지하지 않는 수동 변경은 다음 rollout에서 원래대로 복원됩니다'
  },
  chooseOne: (key, choices) => `${key} 값을 하나만 선택하세요: ${choices}`,
  nothingToChange: '변경 없음: 연결된 모든 노드가 목표 상태입니다.',
  planTotals: ({ nodes, verdicts, failed, milliseconds }) =>
    [
      `${counted(nodes)}: ${[...verdicts.map(([verdict, count]) => `${verdict} ${count}`), `실패 ${failed}`].join(', ')}`,
      '변경하지 않음',
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

const WITH = { node: '', batch: '(배치 전체)', all: '(실행 전체)' } as const

const REACH = {
  them: '',
  override: '(이 노드에만 적용하려면 worker.overrides 아래)',
  all: '(모든 노드에 적용)',
} as const

const SHARED = { group: '그룹', domain: '장애 도메인' } as const

function counted(nodes: number): string {
  return `노드 ${nodes}개`
}

function parts(totals: Totals): string {
  const more = [
    totals['rolled-back'] > 0 ? `롤백됨 ${totals['rolled-back']}` : '',
    totals.untouched > 0 ? `미진행 ${totals.untouched}` : '',
    totals.interrupted > 0 ? `중단됨 ${totals.interrupted}` : '',
  ]
  return [`검증됨 ${totals.verified}`, `실패 ${totals.failed}`, ...more].filter(Boolean).join(', ')
}
