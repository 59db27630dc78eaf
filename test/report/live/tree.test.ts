import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PlayEvent, Printer } from '../../../src/model/event.ts'
import { treePrinter } from '../../../src/report/live/tree.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { FakeTerminal } from '../fake-terminal.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const NODES = ['ctl1', 'cmp1', 'cmp2']

function grown(nodes: readonly string[] = NODES) {
  const terminal = new FakeTerminal({ columns: 60, rows: 14 })
  const printer = treePrinter({ stream: terminal, language: 'en', style: PLAIN, now: () => Date.now() })
  printer.tell({
    type: 'play-started',
    verb: 'rollout',
    run: 'r1',
    tenant: 'openstack',
    nodes,
    phases: ['observe', 'stage'],
  })
  return { terminal, printer }
}

function started(phase: 'observe' | 'stage', nodes: readonly string[] = NODES): PlayEvent {
  return { type: 'phase-started', phase, nodes }
}

function begun(node: string, phase: 'observe' | 'stage' = 'observe'): PlayEvent {
  return { type: 'node-started', phase, node }
}

function finished(node: string, outcome: 'unchanged' | 'failed', text = ''): PlayEvent {
  return { type: 'node-finished', phase: 'observe', node, outcome, text: safeText(text) }
}

/** Tells, then lets listr2 work and one frame be drawn. */
async function tell(printer: Printer, ...events: PlayEvent[]): Promise<void> {
  for (const event of events) printer.tell(event)
  await vi.advanceTimersByTimeAsync(130)
}

test('a row a node: waiting, at work, done, failed', async () => {
  const { terminal, printer } = grown()
  await tell(printer, started('observe'), begun('cmp1'), begun('cmp2'))
  await tell(printer, {
    type: 'node-progress',
    phase: 'observe',
    node: 'cmp1',
    text: safeText('connecting'),
  })
  await vi.advanceTimersByTimeAsync(2000)
  await tell(printer, finished('cmp2', 'failed', 'connection refused'))
  expect(terminal.seen()).toEqual([
    'rollout of 3 nodes, tenant openstack, run r1',
    '▸ observe  1/3     2.3 s  1 failed',
    '· stage',
    '✗ cmp2  observe     2.3 s  connection refused',
    '▸ cmp1  observe     2.3 s  connecting',
    '· ctl1  observe',
  ])
  await printer.end()
})

test('a phase counts only the nodes that it was called for, also when it is called again', async () => {
  const { terminal, printer } = grown()
  await tell(
    printer,
    started('observe'),
    ...NODES.map((node) => finished(node, 'unchanged', 'no worker yet')),
  )
  await tell(printer, started('stage', ['ctl1']), begun('ctl1', 'stage'))
  expect(terminal.seen()[2]).toMatch(/^▸ stage {4}0\/1/u)
  await tell(printer, started('stage', ['cmp1', 'cmp2']))
  expect(terminal.seen()[2]).toMatch(/^▸ stage {4}0\/3/u)
  expect(terminal.seen()[1]).toMatch(/^✓ observe {2}3\/3/u)
  await printer.end()
})

test('warnings and interruptions stay above the tree', async () => {
  const { terminal, printer } = grown()
  await tell(printer, started('observe'), {
    type: 'warning',
    text: safeText('the clock of ctl1 is 3 s ahead'),
  })
  await tell(printer, { type: 'interrupting', force: true })
  expect(terminal.seen().slice(0, 4)).toEqual([
    'rollout of 3 nodes, tenant openstack, run r1',
    'warning: the clock of ctl1 is 3 s ahead',
    'interrupted again: stopping the commands on the nodes',
    '▸ observe  0/3     0.0 s',
  ])
  await printer.end()
})

test('the end leaves the phases, the cursor and nothing that is still running', async () => {
  const listeners = () => ['SIGINT', 'exit'].map((event) => process.listenerCount(event))
  const before = listeners()
  const { terminal, printer } = grown()
  await tell(printer, started('observe'), ...NODES.map((node) => finished(node, 'unchanged')))
  await printer.end()
  const written = terminal.written
  await tell(printer, started('stage'), begun('cmp1', 'stage'), { type: 'warning', text: safeText('late') })
  await printer.end()
  await vi.advanceTimersByTimeAsync(5000)
  expect(terminal.written).toBe(written)
  expect(terminal.cursorHidden).toBe(false)
  expect(terminal.seen()).toEqual([
    'rollout of 3 nodes, tenant openstack, run r1',
    '✓ observe  3/3     0.0 s',
    '· stage',
  ])
  expect(listeners()).toEqual(before)
  expect(vi.getTimerCount()).toBe(0)
})

test('a play that is cut off in the middle still ends', async () => {
  const { terminal, printer } = grown()
  await tell(printer, started('observe'), begun('cmp1'))
  await printer.end()
  expect(terminal.seen()[1]).toMatch(/^▸ observe {2}0\/3/u)
})

test('an end before the play began leaves an empty screen', async () => {
  const terminal = new FakeTerminal({ columns: 60, rows: 14 })
  const printer = treePrinter({ stream: terminal, language: 'en', style: PLAIN, now: () => 0 })
  await printer.end()
  expect(terminal.seen()).toEqual([])
  expect(terminal.cursorHidden).toBe(false)
})

test('however many events there are, at most eight frames a second are drawn, bounded to the screen', async () => {
  const nodes = Array.from({ length: 500 }, (_, at) => `cmp${at}`)
  const { terminal, printer } = grown(nodes)
  await tell(printer, started('observe', nodes))
  const before = terminal.writes
  for (let millisecond = 0; millisecond < 1000; millisecond++) {
    printer.tell(begun(`cmp${millisecond % 500}`))
    await vi.advanceTimersByTimeAsync(1)
  }
  expect(terminal.writes - before).toBeLessThanOrEqual(9)
  expect(terminal.writes - before).toBeGreaterThanOrEqual(7)
  expect(terminal.seen().length).toBeLessThanOrEqual(13)
  await printer.end()
})

test('a resize is drawn at once', async () => {
  const { terminal, printer } = grown()
  await tell(printer, started('observe'))
  terminal.resize(60, 5)
  expect(terminal.seen().slice(-3)).toEqual(['observe 0/3', '· ctl1  observe', '  … 2 waiting'])
  await printer.end()
})

test('the streams of the process are not taken over', async () => {
  const own = () => [process.stdout, process.stderr].map((stream) => Object.hasOwn(stream, 'write'))
  const before = own()
  const { printer } = grown()
  expect(own()).toEqual(before)
  await printer.end()
})
