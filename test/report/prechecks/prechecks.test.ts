import { describe, expect, it } from 'vitest'
import { precheckJson, precheckJsonLines } from '../../../src/report/prechecks/json.ts'
import { precheckJunit } from '../../../src/report/prechecks/junit.ts'
import { sharedResults } from '../../../src/report/prechecks/shared-results.ts'
import { precheckSummary } from '../../../src/report/prechecks/summary.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { jsonRecord, textOf } from '../../../src/values/json.ts'
import { node, REPORT } from './sample.ts'

const LOOK = { columns: 100, language: 'en', style: PLAIN } as const

describe('the summary of prechecks', () => {
  it('tells nodes with like results together, whatever their addresses are', () => {
    expect(precheckSummary(REPORT, LOOK)).toEqual([
      'warning: nothing much',
      '✓ container engine: docker 20.10.24',
      '  nodes  cmp[1-3] (3); shown as found on cmp1',
      '✗ exporter node_exporter: connection refused: http://10.0.0.21:9100/metrics: curl: (7) Failed to',
      '  connect to 10.0.0.21',
      '  nodes  cmp[1-2] (2); shown as found on cmp1',
      '  to do  on the node: `curl -sS http://10.0.0.21:9100/metrics`,',
      '         `docker logs --tail 20 prometheus_node_exporter`, `ss -ltnp`; if it listens on another',
      "         port, set that port in Kolla's globals.yml",
      '✓ exporter node_exporter: HTTP 200',
      '  nodes  cmp3 (1)',
      '- the sample in Mimir: not checked, because a previous check failed: a sample pushed from the node',
      '  nodes  cmp[1-3] (3)',
      '',
      '3 nodes: 1 ready, 2 not ready · 5.3 s',
    ])
  })

  it('stays as long for a thousand nodes as for three', () => {
    const nodes = Array.from({ length: 1000 }, (_, at) =>
      node(`cmp${at + 1}`, `10.0.${at >> 8}.${at & 255}`, true),
    )
    expect(precheckSummary({ ...REPORT, nodes }, LOOK).length).toBeLessThan(20)
  })

  it('is in Korean where that is wanted', () => {
    const text = precheckSummary(REPORT, { ...LOOK, language: 'ko' }).join('\n')
    expect(text).toContain('컨테이너 엔진')
    expect(text).toContain('노드 3개: 준비됨 1, 준비되지 않음 2')
  })
})

it('results come in the order of the prechecks', () => {
  const [first] = REPORT.nodes
  const nodes = [{ ...node('cmp1', '10.0.0.21', false), results: (first?.results ?? []).toReversed() }]
  expect(sharedResults({ ...REPORT, nodes }, 'en').map(({ precheck }) => precheck)).toEqual([
    'engine',
    'exporter',
    'read-back',
  ])
})

describe('machines are told', () => {
  it('all of it as JSON, with words and counts', () => {
    expect(JSON.parse(precheckJson(REPORT, 'en'))).toMatchObject({
      format: 1,
      verb: 'prechecks',
      totals: { nodes: 3, ready: 1, failed: 2, interrupted: 0 },
      nodes: [
        {
          node: 'cmp1',
          results: [
            { precheck: 'engine', message: 'docker 20.10.24' },
            { subject: 'node_exporter', state: 'failed' },
            {},
          ],
        },
        {},
        {},
      ],
    })
  })

  it('or a line a node, and one for the whole', () => {
    const lines = precheckJsonLines(REPORT, 'en').trimEnd().split('\n')
    expect(lines.map((line) => textOf(jsonRecord(line), 'type'))).toEqual([
      'node',
      'node',
      'node',
      'prechecks',
    ])
  })

  it('or as JUnit, a suite a node and a case a precheck', () => {
    const xml = precheckJunit(REPORT, 'en')
    expect(xml).toContain(
      '<testsuites name="kolla-mimir prechecks" tests="9" failures="2" errors="0" skipped="3"',
    )
    expect(xml).toContain('<testcase name="exporter node_exporter" classname="cmp1">')
    expect(xml).toContain('<failure type="exporter-silent" message="connection refused')
    expect(xml.match(/<testcase /gu)).toHaveLength(9)
  })
})
