import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PlayEvent } from '../../../src/model/event.ts'
import { linesPrinter } from '../../../src/report/live/lines.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { FAILURES } from '../../messages/samples.ts'
import { FakeStream } from '../fake-stream.ts'
import { FORBIDDEN, failedNode, HOSTILE, hostileReport, verifiedNode } from '../sample.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function started(language: 'en' | 'ko' = 'en') {
  const stream = new FakeStream()
  const printer = linesPrinter({ stream, language, now: () => Date.now() })
  const tell = (...events: PlayEvent[]): void => {
    for (const event of events) printer.tell(event)
  }
  return { stream, printer, tell }
}

const PLAY: PlayEvent = {
  type: 'play-started',
  verb: 'rollout',
  run: 'r1',
  tenant: 'openstack',
  nodes: ['ctl1', 'cmp1'],
  phases: ['observe'],
}
const PHASE: PlayEvent = { type: 'phase-started', phase: 'observe', nodes: ['ctl1', 'cmp1'] }
const BEGUN: PlayEvent[] = ['ctl1', 'cmp1'].map((node) => ({ type: 'node-started', phase: 'observe', node }))

function progress(node: string, text: string): PlayEvent {
  return { type: 'node-progress', phase: 'observe', node, text: safeText(text) }
}

test('each transition of a node is one line, with the time since the start and the node first', () => {
  const { stream, tell } = started()
  tell(PLAY, PHASE, ...BEGUN)
  vi.advanceTimersByTime(1234)
  tell({
    type: 'node-finished',
    phase: 'observe',
    node: 'ctl1',
    outcome: 'unchanged',
    text: safeText('docker 27.3'),
  })
  vi.advanceTimersByTime(800)
  tell(
    { type: 'node-finished', phase: 'observe', node: 'cmp1', outcome: 'failed', text: safeText('') },
    { type: 'phase-finished', phase: 'observe' },
    { type: 'node-settled', report: verifiedNode('ctl1', 'noop') },
    { type: 'node-settled', report: failedNode('cmp1', FAILURES['compose-missing']) },
    { type: 'warning', text: safeText('the clock of ctl1 is 3 s ahead') },
    { type: 'interrupting', force: false },
  )
  expect(stream.lines()).toEqual([
    '    0.0s rollout of 2 nodes, tenant openstack, run r1',
    '    0.0s observe: 2 nodes',
    '    1.2s ctl1: observe unchanged: docker 27.3',
    '    2.0s cmp1: observe failed',
    '    2.0s observe: 1 done, 1 failed',
    '    2.0s ctl1: verified, noop',
    '    2.0s cmp1: failed: neither `docker compose` nor `docker-compose` is installed on the node',
    '    2.0s warning: the clock of ctl1 is 3 s ahead',
    '    2.0s interrupted: no new work is started, running work is finished; press Ctrl-C again to stop that too',
  ])
})

test('the progress of a node is told at most every ten seconds', () => {
  const { stream, tell } = started()
  tell(PLAY, PHASE, ...BEGUN)
  for (let second = 1; second <= 21; second++) {
    vi.advanceTimersByTime(1000)
    tell(progress('cmp1', `pulling ${second * 4} %`))
  }
  expect(stream.lines().filter((line) => line.includes('cmp1: observe'))).toEqual([
    '   10.0s cmp1: observe: pulling 40 %',
    '   20.0s cmp1: observe: pulling 80 %',
  ])
})

test('where nothing happens for ten seconds a line says who is still running', () => {
  const { stream, tell } = started()
  tell(PLAY, PHASE, ...BEGUN, progress('cmp1', 'waiting for the engine'))
  vi.advanceTimersByTime(25_000)
  expect(stream.lines().slice(2)).toEqual([
    '   10.0s observe: 0/2 done, still running: cmp1, ctl1 (waiting for the engine)',
    '   20.0s observe: 0/2 done, still running: cmp1, ctl1 (waiting for the engine)',
  ])
})

test('after the end nothing is written any more, and nothing keeps listening', async () => {
  const { stream, printer, tell } = started()
  tell(PLAY, PHASE)
  await printer.end()
  await printer.end()
  const before = stream.written
  tell(...BEGUN)
  vi.advanceTimersByTime(60_000)
  expect(stream.written).toBe(before)
  expect(stream.listening()).toBe(0)
})

test('a reader that went away does not end the run', () => {
  const { stream, tell } = started()
  stream.emit('error', new Error('EPIPE'))
  tell(PLAY)
  expect(stream.written).toBe('')
})

test('Korean lines are Korean, and hostile ones are one line without control characters', () => {
  const { stream, tell } = started('ko')
  tell(
    { ...PLAY, tenant: HOSTILE },
    ...hostileReport().nodes.map((report) => ({ type: 'node-settled' as const, report })),
  )
  expect(stream.lines()).toHaveLength(4)
  expect(stream.lines()[0]).toContain('노드 2개')
  expect(stream.written).not.toMatch(FORBIDDEN)
})
