import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/messages/language.ts'
import { CHECKS } from '../../../src/model/check.ts'
import type { NodeReport, Report } from '../../../src/model/report.ts'
import { summaryOf } from '../../../src/report/summary/summary.ts'
import { widthOf } from '../../../src/report/text/columns.ts'
import { PLAIN, styleFor } from '../../../src/report/text/style.ts'
import {
  FORBIDDEN,
  hostileReport,
  largeReport,
  reportOf,
  smallReport,
  stepsUpTo,
  verifiedNode,
  warnedNode,
} from '../sample.ts'

const ALL = `${CHECKS.length}/${CHECKS.length}`

function look(language: Language = 'en', columns = 80) {
  return { columns, language, style: PLAIN }
}

test('three nodes: what failed comes first, each cause has its remedy, the last line counts', () => {
  expect(summaryOf(smallReport(), look())).toEqual([
    '  NODE  VERDICT        CHECKS     TIME  NOTE',
    '✗ cmp1  recreate       –         4.6 s  no such image in the registry (404): re…',
    '✗ cmp2  reload         arrival  12.5 s  not found in Mimir: node_, container_',
    `✓ ctl1  first-install  ${ALL}      12.5 s  worker`,
    '',
    '✗ no such image in the registry (404):',
    '  registry.example.com:5000/prom/prometheus:v2.53.3',
    '  nodes  cmp1 (1)',
    '  to do  check worker.image in the manifest; if the registry is your own, push',
    '         it there:',
    '         `docker push registry.example.com:5000/prom/prometheus:v2.53.3`',
    '  found  manifest unknown',
    '',
    '✗ not found in Mimir: node_, container_',
    '  nodes  cmp2 (1)',
    '  to do  check mimir.url and mimir.tenant in the manifest, and whether a proxy',
    '         or an HA tracker (status 202) drops the samples',
    '',
    '3 nodes: 1 verified, 2 failed · 12.7 s',
  ])
})

test('the same in Korean keeps its columns', () => {
  expect(summaryOf(smallReport(), look('ko')).slice(0, 4)).toEqual([
    '  노드  판정       점검    시간  비고',
    '✗ cmp1  재생성     –      4.6초  레지스트리에 이미지가 없습니다 (404): registry…',
    '✗ cmp2  리로드     도착  12.5초  Mimir에서 보이지 않습니다: node_, container_',
    `✓ ctl1  신규 설치  ${ALL}   12.5초  worker`,
  ])
})

test('a service that is down on verified nodes is one warning, with its nodes and what to do', () => {
  expect(summaryOf(reportOf([warnedNode('ctl1'), warnedNode('ctl2')]), look())).toEqual([
    '  NODE  VERDICT  CHECKS    TIME  NOTE',
    `✓ ctl1  noop     ${ALL}     12.5 s`,
    `✓ ctl2  noop     ${ALL}     12.5 s`,
    '',
    '! the exporter answers, but the service that it monitors is down:',
    '  mysqld_exporter (mysql_up is 0): dial tcp 10.0.0.11:3306: connect: connection',
    '  refused',
    '  nodes  ctl[1-2] (2)',
    '  to do  start the service that the exporter monitors, or correct the login or',
    '         the address that is configured in the exporter; on the node:',
    '         `docker ps -a`, `docker logs --tail 20 prometheus_mysqld_exporter`',
    '  found  ts=2026-11-22 level=info msg="Starting"',
    '         level=error err="bind: address already in use"',
    '',
    'Nothing changed: every node is already up to date.',
    '2 nodes: 2 verified, 0 failed · 12.7 s',
  ])
})

test('a run that found everything in order says that nothing was changed', () => {
  const report = reportOf([verifiedNode('ctl1', 'noop'), verifiedNode('cmp1', 'noop')])
  expect(summaryOf(report, look()).slice(-2)).toEqual([
    'Nothing changed: every node is already up to date.',
    '2 nodes: 2 verified, 0 failed · 12.7 s',
  ])
  const one = reportOf([verifiedNode('ctl1', 'noop'), verifiedNode('cmp1', 'reload')])
  expect(summaryOf(one, look()).join('\n')).not.toContain('Nothing changed')
})

test('an interrupted run says what was left where', () => {
  const cut = (node: string, more: Partial<NodeReport>): NodeReport => {
    const { generation: _, ...rest } = verifiedNode(node, 'recreate')
    return { ...rest, checks: [], state: 'interrupted', ...more }
  }
  const report = reportOf(
    [
      verifiedNode('ctl1', 'noop'),
      cut('cmp1', { steps: stepsUpTo('activate', 'failed') }),
      cut('cmp2', { steps: stepsUpTo('stage', 'changed') }),
      cut('cmp3', { steps: stepsUpTo('stage', 'changed') }),
      cut('cmp4', { state: 'untouched', steps: [] }),
    ],
    { interrupted: true },
  )
  expect(summaryOf(report, look()).slice(-10)).toEqual([
    'Interrupted. State of the nodes:',
    '  cmp1 (1): the worker may run the old or the new generation, or be stopped; run',
    '  again',
    '  cmp[2-3] (2): releases/ may contain new files; the worker was not changed',
    '  cmp4 (1): nothing was changed',
    '',
    'to resume:',
    '`npx zx scripts/rollout.mjs inventory.yml --resume 20261122-200000-7f3a`',
    '',
    '5 nodes: 1 verified, 0 failed, 1 untouched, 3 interrupted · 12.7 s',
  ])
})

test('how to go on is said of what was stopped and has a journal, and of nothing else', () => {
  const failures = { allowed: 0, count: 1 }
  const said = (more: Partial<Report>): boolean =>
    summaryOf(reportOf([verifiedNode('ctl1', 'reload')], more), look())
      .join('\n')
      .includes('to resume:')
  expect(said({ rollout: { batches: [], failures, ending: 'max-failures-exceeded' } })).toBe(true)
  expect(said({ rollout: { batches: [], failures, ending: 'stopped-by-gate' } })).toBe(true)
  expect(said({ rollout: { batches: [], failures, ending: 'complete' } })).toBe(false)
  expect(said({ interrupted: true, verb: 'verify' })).toBe(false)
  expect(said({ interrupted: true, dryRun: true })).toBe(false)
})

test('a thousand nodes: those that failed are listed, the rest is counted by verdict', () => {
  const lines = summaryOf(largeReport(), look())
  expect(lines).toContain('✓ 972 nodes verified: 324 noop, 325 reload, 323 recreate')
  expect(lines).toContain('  nodes  cmp[0698-0709] (12); shown as found on cmp0698')
  expect(lines.length).toBeLessThan(80)
  expect(lines.at(-1)).toBe('1000 nodes: 972 verified, 28 failed · 21.8 s')
})

test('when more nodes fail than are read, the table is cut and the causes name them all', () => {
  const report = reportOf(
    Array.from({ length: 500 }, (_, at) => ({
      ...verifiedNode(`cmp${String(at).padStart(3, '0')}`),
      state: 'failed' as const,
      checks: [],
      failure: { reason: 'compose-missing' as const },
    })),
  )
  const lines = summaryOf(report, look())
  expect(lines).toContain('✗ 460 more failed; all of them are listed below')
  expect(lines).toContain('  nodes  cmp[000-499] (500)')
  expect(lines.length).toBeLessThan(60)
})

describe.each(LANGUAGES)('in %s', (language) => {
  test.each([40, 80, 120, 200])('no row is wider than %i columns', (columns) => {
    const prose = summaryOf(largeReport(), look(language, columns)).filter((line) => !line.includes('`'))
    expect(Math.max(...prose.map(widthOf))).toBeLessThanOrEqual(columns)
  })

  test('hostile text brings no control character along', () => {
    expect(summaryOf(hostileReport(), look(language)).join('\n')).not.toMatch(FORBIDDEN)
  })
})

test('an empty run is counted, not drawn', () => {
  expect(summaryOf(reportOf([]), look())).toEqual(['0 nodes: 0 verified, 0 failed · 0.2 s'])
})

test('colour is on marks and totals only, and only where it is wanted', () => {
  const coloured = { columns: 80, language: 'en' as const, style: styleFor({ isTTY: true }, {}) }
  expect(summaryOf(smallReport(), coloured)[3]).toBe(
    `${styleFor({ isTTY: true }, {}).green('✓')} ctl1  first-install  ${ALL}      12.5 s  worker`,
  )
  const uncoloured = { ...coloured, style: styleFor({ isTTY: true }, { NO_COLOR: '1' }) }
  expect(summaryOf(smallReport(), uncoloured)).toEqual(summaryOf(smallReport(), look()))
  expect(styleFor({}, {})).toBe(PLAIN)
  expect(styleFor({ isTTY: true }, { TERM: 'dumb' })).toBe(PLAIN)
})
