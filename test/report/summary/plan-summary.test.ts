import { describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/messages/language.ts'
import type { NodeChanges } from '../../../src/model/file-change.ts'
import type { NodeReport, Report, Rollout, Verdict } from '../../../src/model/report.ts'
import { planOf } from '../../../src/report/summary/plan-summary.ts'
import { widthOf } from '../../../src/report/text/columns.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'
import { FAILURES } from '../../messages/samples.ts'
import { FORBIDDEN, failedNode, HOSTILE, reportOf } from '../sample.ts'

const DIFF = [
  '--- a/prometheus.yml',
  '+++ b/prometheus.yml',
  '@@ -1,1 +1,1 @@',
  '-a: 30s',
  '+a: 15s',
  '',
].join('\n')

const FASTER: NodeChanges = {
  files: [
    { path: safeLine('prometheus.yml'), action: 'update', diff: safeText(DIFF) },
    { path: safeLine('secrets/mimir-password'), action: 'update' },
  ],
  settings: [
    { kind: 'job', name: safeLine('cadvisor'), desired: safeLine('') },
    { kind: 'interval', name: safeLine('node'), current: safeLine('30s'), desired: safeLine('15s') },
    { kind: 'interval', name: safeLine('libvirt'), current: safeLine('30s'), desired: safeLine('15s') },
    { kind: 'label', name: safeLine('zone'), current: safeLine('a') },
  ],
  groupKey: 'aaaa',
}

function planned(node: string, verdict: Verdict, more: Partial<NodeReport> = {}): NodeReport {
  return {
    node,
    groups: [],
    state: 'untouched',
    verdict,
    reasons: [],
    checks: [],
    steps: [],
    ...more,
  }
}

function reload(node: string, current: string): NodeReport {
  const reasons = [
    { field: 'generation', current: safeLine(current), desired: safeLine('ff') },
    { field: 'links', current: safeLine('none'), desired: safeLine('both') },
  ]
  return planned(node, 'reload', { reasons, changes: FASTER })
}

const POLICY: Rollout = {
  batches: [
    { nodes: ['cmp1'], state: 'not-started' },
    {
      nodes: ['cmp2', 'cmp3'],
      state: 'not-started',
      deferred: [
        { node: 'cmp2', by: { kind: 'domain', name: 'az1' }, with: 'cmp1' },
        { node: 'cmp3', by: { kind: 'domain', name: 'az1' }, with: 'cmp1' },
      ],
    },
  ],
  failures: { allowed: 1, count: 0 },
  ending: 'planned',
}

function planReport(nodes: readonly NodeReport[], more: Partial<Report> = {}): Report {
  return reportOf(nodes, { verb: 'plan', dryRun: true, milliseconds: 1500, ...more })
}

function lines(
  report: Report,
  { language = 'en', diffs = true }: { language?: Language; diffs?: boolean } = {},
) {
  return planOf(report, { columns: 80, language, style: PLAIN }, { diffs })
}

const THREE = planReport(
  [planned('ctl1', 'noop'), reload('cmp1', 'aa'), reload('cmp2', 'bb'), reload('cmp3', 'cc')],
  { rollout: POLICY },
)

describe('a plan', () => {
  it('says which nodes need what and why, shows equal changes once, and then the batches', () => {
    expect(lines(THREE)).toEqual([
      'noop: ctl1 (1)',
      'reload: cmp[1-3] (3)',
      '  generation: aa → ff; shown as found on cmp1',
      '  links: none → both',
      '',
      'cmp[1-3] (3); shown as found on cmp1',
      '  + job       cadvisor',
      '  ~ interval  node, libvirt: 30s → 15s',
      '  - label     zone: a',
      '  --- a/prometheus.yml',
      '  +++ b/prometheus.yml',
      '  @@ -1,1 +1,1 @@',
      '  -a: 30s',
      '  +a: 15s',
      '  secrets/mimir-password will be updated (content not shown)',
      '',
      'batches',
      '  batch 1 of 2: cmp1 (1)',
      '  batch 2 of 2: cmp[2-3] (2)',
      '  · cmp[2-3] (2) deferred: they share failure domain az1 with cmp1',
      '  failures: 0 of 1 allowed · plan only',
      '',
      '4 nodes: 1 noop, 3 reload, 0 failed · nothing was changed · 1.5 s',
    ])
  })

  it('tells without diffs what they mean', () => {
    const short = lines(THREE, { diffs: false })
    expect(short).toContain('  ~ interval  node, libvirt: 30s → 15s')
    expect(short.filter((line) => line.includes('@@'))).toEqual([])
  })

  it('is told in Korean as well', () => {
    const korean = lines(THREE, { language: 'ko' })
    expect(korean).toContain('  ~ 수집 주기  node, libvirt: 30s → 15s')
    expect(korean).toContain('  · 뒤로 미룸: cmp[2-3] (2). cmp1 노드와 장애 도메인 공유: az1')
    expect(korean.at(-1)).toBe('노드 4개: 변경 없음 1, 리로드 3, 실패 0 · 변경하지 않음 · 1.5초')
  })

  it('names a reason that only some of the nodes have with these', () => {
    const odd = { ...reload('cmp3', 'aa'), reasons: [] }
    expect(lines(planReport([reload('cmp1', 'aa'), reload('cmp2', 'aa'), odd])).slice(0, 3)).toEqual([
      'reload: cmp[1-3] (3)',
      '  generation: aa → ff; cmp[1-2] (2)',
      '  links: none → both; cmp[1-2] (2)',
    ])
  })

  it('says so where nothing would be changed', () => {
    expect(lines(planReport([planned('ctl1', 'noop')]))).toEqual([
      'noop: ctl1 (1)',
      '',
      'No changes: every node that was reached is up to date.',
      '1 node: 1 noop, 0 failed · nothing was changed · 1.5 s',
    ])
  })

  it('tells of nodes that failed why, and plans nothing for them', () => {
    const report = planReport([planned('ctl1', 'noop'), failedNode('cmp1', FAILURES['engine-missing'])])
    expect(lines(report).join('\n')).toContain('✗ ')
    expect(lines(report).at(-1)).toBe('2 nodes: 1 noop, 1 failed · nothing was changed · 1.5 s')
  })

  it('does not show more ways to change than are read', () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      planned(`cmp${at}`, 'reload', { changes: { ...FASTER, groupKey: String(at) } }),
    )
    const all = lines(planReport(many))
    expect(all.filter((line) => line === '  + job       cadvisor')).toHaveLength(19)
    expect(all).toContain('… and 11 more kinds of change on 11 nodes; see `--output json`')
  })

  it.each(LANGUAGES)('lets nothing that a node said reach the terminal as it is, in %s', (language) => {
    const hostile = planned(HOSTILE, 'reload', {
      reasons: [{ field: HOSTILE, current: safeText(HOSTILE), desired: safeText(HOSTILE) }],
      changes: {
        files: [{ path: safeLine(HOSTILE), action: 'update', diff: safeText(HOSTILE) }],
        settings: [{ kind: 'setting', name: safeLine(HOSTILE), current: safeLine(HOSTILE) }],
        groupKey: 'aa',
      },
    })
    for (const line of lines(planReport([hostile]), { language })) expect(line).not.toMatch(FORBIDDEN)
  })

  it('keeps to the width of the terminal, but for diffs, which are as they are', () => {
    for (const line of lines(THREE, { diffs: false })) expect(widthOf(line)).toBeLessThanOrEqual(80)
  })
})
