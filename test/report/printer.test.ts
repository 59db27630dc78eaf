import { expect, test } from 'vitest'
import { openPrinter, type PrinterOptions } from '../../src/report/printer.ts'
import { FakeStream } from './fake-stream.ts'
import { FakeTerminal } from './fake-terminal.ts'
import { smallReport } from './sample.ts'

async function played(more: Partial<PrinterOptions>, stderr = new FakeStream()) {
  const stdout = new FakeStream()
  const printer = await openPrinter({ language: 'en', env: {}, now: () => 0, stdout, stderr, ...more })
  const report = smallReport()
  printer.tell({
    type: 'play-started',
    ...report,
    nodes: report.nodes.map(({ node }) => node),
    phases: ['observe'],
  })
  printer.tell({ type: 'play-finished', report })
  await printer.end()
  await printer.end()
  return { stdout, stderr }
}

const TOTALS = '3 nodes: 1 verified, 2 failed · 12.7 s'

test('without a terminal people get lines and the summary on stderr, and stdout stays empty', async () => {
  const { stdout, stderr } = await played({})
  expect(stderr.lines()[0]).toBe('    0.0s rollout of 3 nodes, tenant openstack, run 20261122-200000-7f3a')
  expect(stderr.lines().at(-1)).toBe(TOTALS)
  expect(stderr.lines().filter((line) => line === TOTALS)).toHaveLength(1)
  expect(stdout.written).toBe('')
})

test('on a terminal people get the tree, and the summary below it', async () => {
  const terminal = new FakeTerminal({ columns: 120, rows: 24 })
  await played({ env: { NO_COLOR: '1' } }, terminal)
  expect(terminal.seen().slice(0, 3)).toEqual([
    'rollout of 3 nodes, tenant openstack, run 20261122-200000-7f3a',
    '· observe',
    '',
  ])
  expect(terminal.seen().at(-1)).toBe(TOTALS)
})

test('lines are given on a terminal too where they are asked for, or where nothing can be drawn', async () => {
  for (const more of [{ output: 'lines' as const }, { env: { TERM: 'dumb' } }]) {
    const { stderr } = await played(more, new FakeStream({ isTTY: true }))
    expect(stderr.lines()[0]).toMatch(/^ {4}0\.0s rollout/u)
  }
})

test('machines get data alone on stdout, while people still read stderr', async () => {
  const json = await played({ output: 'json' })
  expect(JSON.parse(json.stdout.written)).toMatchObject({ format: 1, totals: { failed: 2 } })
  expect(json.stderr.lines().at(-1)).toBe(TOTALS)
  const lines = await played({ output: 'jsonl' })
  expect(lines.stdout.lines().map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { type: 'play-started' },
    { type: 'play-finished' },
  ])
})
