import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it, test } from 'vitest'
import schema from '../../../schemas/hook.schema.json' with { type: 'json' }
import { explainFailure } from '../../../src/messages/explain.ts'
import { LANGUAGES, type Language } from '../../../src/messages/language.ts'
import type { HookEnd, HookMoment, HookRun } from '../../../src/model/hook.ts'
import type { Report } from '../../../src/model/report.ts'
import { hookJson } from '../../../src/report/files/hook-json.ts'
import { junitXml } from '../../../src/report/files/junit.ts'
import { reportHtml } from '../../../src/report/html/report-html.ts'
import { hookLines } from '../../../src/report/summary/hook-lines.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'
import { FAILURES } from '../../messages/samples.ts'
import {
  FORBIDDEN,
  failedNode,
  HOSTILE,
  hostileReport,
  reportOf,
  smallReport,
  verifiedNode,
} from '../sample.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u)
const validate = ajv.compile(schema)

const CONTEXT = { version: '0.1.0', manifest: '/etc/kolla/inventory.yml' }
const AFTER_BATCH = { hook: 'after_batch', batch: 1, of: 2, nodes: ['ctl1'] } as const
const MOMENTS: readonly HookMoment[] = [
  { hook: 'before' },
  AFTER_BATCH,
  { hook: 'after', exitCode: 0 },
  { hook: 'on_failure', exitCode: 1 },
]

function jsonOf(report: Report, moment: HookMoment, more: object = {}, language: Language = 'en'): unknown {
  return JSON.parse(hookJson(report, moment, { ...CONTEXT, ...more }, language))
}

describe('what a hook reads', () => {
  it('is of the batch alone, and of all nodes, while the run goes on', () => {
    const waiting = { ...verifiedNode('cmp1'), state: 'untouched' as const }
    const report = reportOf([verifiedNode('ctl1'), waiting, failedNode('cmp2', FAILURES['ssh-unreachable'])])
    const ctl1 = { node: 'ctl1', state: 'verified', verdict: 'first-install', generation: '4f1c09aa17d2' }
    expect(jsonOf(report, AFTER_BATCH, { resumes: 'r0', reason: 'CHG-1' })).toEqual({
      format: 1,
      version: '0.1.0',
      language: 'en',
      hook: 'after_batch',
      run: '20261122-200000-7f3a',
      verb: 'rollout',
      manifest: '/etc/kolla/inventory.yml',
      resumes: 'r0',
      reason: 'CHG-1',
      tenant: 'openstack',
      startedAt: '2026-11-22T20:00:00.000Z',
      batch: { number: 1, of: 2, nodes: [ctl1] },
      nodes: [
        ctl1,
        { ...ctl1, node: 'cmp1', state: 'pending' },
        {
          node: 'cmp2',
          state: 'failed',
          failure: { reason: 'ssh-unreachable' },
          message: explainFailure(FAILURES['ssh-unreachable'], 'en').problem,
        },
      ],
    })
  })

  it('says at the end how the run ended, in the words of the report', () => {
    const report = {
      ...smallReport(),
      rollout: {
        batches: [],
        failures: { allowed: 0, count: 2 },
        ending: 'stopped-by-gate',
        reason: safeText('gap'),
      },
    } as const
    expect(jsonOf(report, { hook: 'on_failure', exitCode: 1 }, {}, 'ko')).toMatchObject({
      hook: 'on_failure',
      language: 'ko',
      exitCode: 1,
      interrupted: false,
      ending: 'stopped-by-gate',
      stopReason: 'gap',
      totals: { nodes: 3, verified: 1, failed: 2 },
      nodes: [
        { state: 'verified' },
        { failure: { reason: 'pull-failed' } },
        { failure: { reason: 'unproven' } },
      ],
    })
  })

  it('is one line that harms no terminal', () => {
    const line = hookJson(hostileReport(), { hook: 'on_failure', exitCode: 1 }, CONTEXT, 'en')
    expect(line.trimEnd()).not.toMatch(FORBIDDEN)
    expect(line.split('\n')).toHaveLength(2)
  })

  it.each(LANGUAGES)('fits its schema whatever failed, in %s', (language) => {
    const every = Object.values(FAILURES).map((failure, at) => failedNode(`cmp${at}`, failure))
    for (const moment of MOMENTS) {
      validate(jsonOf(reportOf([verifiedNode('ctl1'), ...every]), moment, { resumes: 'r0' }, language))
      expect(validate.errors ?? []).toEqual([])
    }
    validate({ format: 1 })
    expect(validate.errors).not.toEqual([])
  })

  it('is as docs/hooks.md shows it, and every field of it is told there', () => {
    const text = readFileSync(new URL('../../../docs/hooks.md', import.meta.url), 'utf8')
    const [, shown = ''] = /```json\n([\s\S]*?)```/u.exec(text) ?? []
    validate(JSON.parse(shown))
    expect(validate.errors ?? []).toEqual([])
    const { properties, $defs } = schema
    const fields = [properties, properties.batch.properties, $defs.node.properties].flatMap(Object.keys)
    expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([])
  })
})

const run = (hook: HookRun['hook'], more: Partial<HookRun> = {}): HookRun => ({
  hook,
  command: safeLine('./test.sh'),
  outcome: 'done',
  end: { how: 'exited', exitCode: 0 },
  milliseconds: 1200,
  output: safeText(''),
  ...more,
})

const FAILED = run('after_batch', {
  batch: 3,
  outcome: 'failed',
  end: { how: 'exited', exitCode: 7 },
  output: safeText('one\ntwo\nthree\nfour\nfive'),
})

const RAN = [run('before'), run('after_batch', { batch: 1 }), run('after_batch', { batch: 2 }), FAILED]

const linesOf = (report: Partial<Report>, language: Language = 'en'): readonly string[] =>
  hookLines({ ...reportOf([]), ...report }, { columns: 80, language, style: PLAIN })

describe('what is told of hooks', () => {
  it('has equal ones that went well in one line, and what the failed one said last', () => {
    expect(linesOf({ hooks: RAN })).toEqual([
      'hooks',
      '✓ before       ./test.sh      1.2 s',
      '✓ after_batch  ./test.sh      2.4 s  ×2',
      '✗ after_batch  ./test.sh      1.2 s  batch 3: exited with code 7',
      '    two',
      '    three',
      '    four',
      '    five',
      '    to do  check what the hook found; this batch is verified and stays, and no',
      '           other batch was started. Then continue with `--resume last`',
    ])
  })

  it('is what would run, where nothing was to be changed', () => {
    const hooks = [run('before', { outcome: 'planned' }), run('on_failure', { outcome: 'planned' })]
    expect(linesOf({ hooks, dryRun: true })).toEqual([
      'hooks that would run',
      '  before      ./test.sh',
      '  on_failure  ./test.sh',
    ])
  })

  it('is nothing where there are none', () => {
    expect(linesOf({})).toEqual([])
  })

  it.each<HookEnd>([
    { how: 'killed', signal: 'SIGKILL' },
    { how: 'late', seconds: 60 },
    { how: 'aborted' },
    { how: 'not-run', reason: safeLine('ENOENT') },
  ])('says in both languages that it was %j', (end) => {
    for (const language of LANGUAGES) {
      const [, line = ''] = linesOf({ hooks: [run('after', { outcome: 'failed', end })] }, language)
      expect(line).toMatch(/^✗ after {2}\.\/test\.sh .*\d(?: s|초) {2}\S/u)
    }
  })
})

test('report.html has a row for each command, and says above all that one failed', () => {
  const page = reportHtml(reportOf([verifiedNode('ctl1')], { hooks: RAN }), 'en')
  expect(page.match(/<td><code>\.\/test\.sh<\/code><\/td>/gu)).toHaveLength(4)
  expect(page).toContain('<span class="bad">✗ <span lang="en">batch 3: exited with code 7</span>')
  expect(page).toContain('A hook failed, so the run failed')
  const well = reportHtml(reportOf([verifiedNode('ctl1')], { hooks: [run('before')] }), 'en')
  expect(well).not.toContain('A hook failed')
  expect(reportHtml(smallReport(), 'en')).not.toContain('id="hooks"')
})

test('junit.xml has a suite of them, in which what failed has failed', () => {
  const xml = junitXml(reportOf([verifiedNode('ctl1')], { hooks: RAN }), 'en')
  expect(xml).toContain('<testsuite name="hooks" tests="4" failures="1" errors="0" skipped="0" time="4.800"')
  expect(xml).toContain('<testcase name="before ./test.sh" classname="hooks" time="1.200"/>')
  expect(xml).toContain('type="hook-failed"')
})

test('what a hook said harms neither terminal nor page', () => {
  const hooks = [run('before', { command: safeLine(HOSTILE), outcome: 'failed', output: safeText(HOSTILE) })]
  for (const line of linesOf({ hooks })) expect(line).not.toMatch(FORBIDDEN)
  expect(reportHtml(reportOf([], { hooks }), 'en')).not.toContain('<img src=x')
})
