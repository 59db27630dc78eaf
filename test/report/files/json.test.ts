import { expect, test } from 'vitest'
import { CHECKS } from '../../../src/model/check.ts'
import { jsonLinesPrinter, jsonPrinter, reportJson, wordedReport } from '../../../src/report/files/json.ts'
import { FAILURES } from '../../messages/samples.ts'
import { FakeStream } from '../fake-stream.ts'
import { FORBIDDEN, failedNode, hostileReport, smallReport } from '../sample.ts'

function parsed(json: string): unknown {
  return JSON.parse(json)
}

test('a report as JSON has words beside its facts, and nothing taken away', () => {
  const report = smallReport()
  const worded = wordedReport(report, 'en')
  expect(worded).toMatchObject({ ...report, format: 1, language: 'en' })
  expect(worded.totals).toEqual({
    nodes: 3,
    verified: 1,
    failed: 2,
    'rolled-back': 0,
    untouched: 0,
    interrupted: 0,
  })
  expect(worded.nodes[0]).not.toHaveProperty('message')
  expect(worded.nodes[1]?.message).toBe(
    'no such image in the registry (404): registry.example.com:5000/prom/prometheus:v2.53.3',
  )
  expect(worded.nodes[1]?.remedy).toContain('docker push')
  expect(worded.nodes[2]?.checks[CHECKS.indexOf('arrival')]).toMatchObject({
    check: 'arrival',
    message: 'not found in Mimir: node_, container_',
    remedy: expect.stringContaining('mimir.url') as unknown,
  })
})

test('the language changes the words and nothing else', () => {
  const [english, korean] = (['en', 'ko'] as const).map(
    (language) =>
      JSON.parse(reportJson(smallReport(), language), (key, value: unknown) =>
        ['message', 'remedy', 'language'].includes(key) ? undefined : value,
      ) as unknown,
  )
  expect(korean).toEqual(english)
})

test('the JSON printer writes the report alone', async () => {
  const stream = new FakeStream()
  const printer = jsonPrinter(stream, 'en')
  printer.tell({ type: 'interrupting', force: false })
  expect(stream.written).toBe('')
  printer.tell({ type: 'play-finished', report: smallReport() })
  await printer.end()
  expect(JSON.parse(stream.written)).toEqual(wordedReport(smallReport(), 'en'))
})

test('JSON lines are one event a line with its time, worded where a node or the play ends', async () => {
  const stream = new FakeStream()
  let now = 1000
  const printer = jsonLinesPrinter(stream, 'en', () => now)
  now = 1250.4
  const failed = failedNode('cmp1', FAILURES['compose-missing'])
  const report = smallReport()
  printer.tell({ type: 'node-started', phase: 'stage', node: 'cmp1' })
  printer.tell({ type: 'node-settled', report: failed })
  printer.tell({ type: 'play-finished', report })
  await printer.end()
  const events = stream.lines().map((line) => parsed(line))
  expect(events[0]).toEqual({ at: 250, type: 'node-started', phase: 'stage', node: 'cmp1' })
  expect(events[1]).toMatchObject({
    type: 'node-settled',
    report: { node: 'cmp1', remedy: expect.any(String) as unknown },
  })
  expect(events[2]).toEqual({ at: 250, type: 'play-finished', report: wordedReport(report, 'en') })
})

test('hostile text is data: it comes back as it was, and brings no control character', () => {
  const json = reportJson(hostileReport(), 'ko')
  expect(JSON.parse(json)).toMatchObject(hostileReport())
  expect(json).not.toMatch(FORBIDDEN)
})
