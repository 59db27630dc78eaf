import { describe, expect, test } from 'vitest'
import {
  type Canvas,
  type FleetProgress,
  frameOf,
  type NodeRow,
  type PhaseRow,
} from '../../../src/report/live/fleet-frame.ts'
import { widthOf } from '../../../src/report/text/columns.ts'
import { PLAIN, styleFor } from '../../../src/report/text/style.ts'
import { FORBIDDEN, HOSTILE } from '../sample.ts'

const NOW = 20_000

function canvas(more: Partial<Canvas> = {}): Canvas {
  return { columns: 80, rows: 24, now: NOW, language: 'en', style: PLAIN, ...more }
}

const PHASES: readonly PhaseRow[] = [
  { name: 'observe', total: 4, done: 4, failed: 1, from: 0, to: 2100 },
  { name: 'stage', total: 3, done: 1, failed: 0, from: 2100 },
  { name: 'activate', total: 0, done: 0, failed: 0 },
]

const NODES: readonly NodeRow[] = [
  { node: 'ctl1', phase: 'stage', state: 'done', text: 'prometheus.yml', from: 2100, to: 6300 },
  { node: 'cmp1', phase: 'stage', state: 'running', text: 'pulling prom/prometheus', from: 8000 },
  { node: 'cmp2', phase: 'stage', state: 'running', text: ' ', from: 2100 },
  { node: 'cmp3', phase: 'observe', state: 'failed', text: 'connection refused', from: 0, to: 400 },
  { node: 'cmp4', phase: 'stage', state: 'waiting', text: '', from: 0 },
]

function fleetOf(states: readonly NodeRow['state'][]): FleetProgress {
  const nodes = states.map((state, at) => ({
    node: `cmp${at}`,
    phase: 'stage',
    state,
    text: '일하는 중 '.repeat(20),
    from: at,
  }))
  return { phases: PHASES, nodes }
}

test('phases with their counters, then failures, then the longest at work, then the others', () => {
  expect(frameOf({ phases: PHASES, nodes: NODES }, canvas())).toEqual([
    '✗ observe   4/4     2.1 s  1 failed',
    '▸ stage     1/3    17.9 s',
    '· activate',
    '✗ cmp3  observe     0.4 s  connection refused',
    '▸ cmp2  stage      17.9 s',
    '▸ cmp1  stage      12.0 s  pulling prom/prometheus',
    '· cmp4  stage',
    '✓ ctl1  stage       4.2 s  prometheus.yml',
  ])
})

test('what has no room is counted on the last line, what is too long is cut', () => {
  const nodes = [...NODES, { node: 'ctl2', phase: 'stage', state: 'done', text: '', from: 0 } as const]
  expect(frameOf({ phases: PHASES, nodes }, canvas({ rows: 10, columns: 40 }))).toEqual([
    '✗ observe   4/4     2.1 s  1 failed',
    '▸ stage     1/3    17.9 s',
    '· activate',
    '✗ cmp3  observe     0.4 s  connection…',
    '▸ cmp2  stage      17.9 s',
    '▸ cmp1  stage      12.0 s  pulling pro…',
    '· cmp4  stage',
    '  … 2 done',
  ])
})

test('on a low terminal the phases share one line', () => {
  expect(frameOf({ phases: PHASES, nodes: NODES }, canvas({ rows: 6 }))).toEqual([
    'observe 4/4 · stage 1/3',
    '✗ cmp3  observe     0.4 s  connection refused',
    '▸ cmp2  stage      17.9 s',
    '  … 1 running, 1 waiting, 1 done',
  ])
})

test('many failures leave half of the room to the nodes running', () => {
  const states = [...Array<'failed'>(500).fill('failed'), ...Array<'running'>(500).fill('running')]
  const frame = frameOf(fleetOf(states), canvas({ rows: 23 }))
  expect(frame).toHaveLength(21)
  expect(frame.filter((line) => line.startsWith('✗ cmp'))).toHaveLength(9)
  expect(frame.filter((line) => line.startsWith('▸ cmp'))).toHaveLength(8)
  expect(frame.at(-1)).toBe('  … 491 failed, 492 running')
})

describe.each([
  [20, 5],
  [40, 10],
  [80, 24],
  [200, 60],
])('a terminal of %i columns and %i rows', (columns, rows) => {
  test.each([0, 1, 3, 20, 1000])('holds a frame of %i nodes, one column and two rows to spare', (count) => {
    const states = Array.from(
      { length: count },
      (_, at) => (['failed', 'running', 'waiting', 'done'] as const)[at % 4] ?? 'done',
    )
    const frame = frameOf(fleetOf(states), canvas({ columns, rows, style: styleFor({ isTTY: true }, {}) }))
    expect(frame.length).toBeLessThanOrEqual(rows - 2)
    expect(Math.max(...frame.map(widthOf))).toBeLessThan(columns)
  })
})

test('hostile text stays on its line, without control characters', () => {
  const [row] = NODES
  const nodes = [{ node: 'cmp1', phase: 'stage', state: 'running', from: 0, ...row, text: HOSTILE } as const]
  const frame = frameOf({ phases: [], nodes }, canvas())
  expect(frame).toHaveLength(1)
  expect(frame.join('\n')).not.toMatch(FORBIDDEN)
})

test('Korean', () => {
  expect(frameOf({ phases: PHASES, nodes: NODES }, canvas({ language: 'ko', rows: 6 })).at(-1)).toBe(
    '  … 진행 1, 대기 1, 완료 1',
  )
})
