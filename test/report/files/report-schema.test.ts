import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import schema from '../../../schemas/report.schema.json' with { type: 'json' }
import { LANGUAGES } from '../../../src/messages/language.ts'
import { CHECKS } from '../../../src/model/check.ts'
import { SETTINGS } from '../../../src/model/file-change.ts'
import { REMOTE_WRITE_ERRORS } from '../../../src/model/remote-write-error.ts'
import type { Report, Rollout } from '../../../src/model/report.ts'
import { reportJson, wordedReport } from '../../../src/report/files/json.ts'
import { textfileOf } from '../../../src/report/files/textfile.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { FAILURES, FINDINGS } from '../../messages/samples.ts'
import {
  failedNode,
  hostileReport,
  largeReport,
  reportOf,
  smallReport,
  unprovenNode,
  verifiedNode,
} from '../sample.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u)
const validate = ajv.compile(schema)

function problems(report: unknown): unknown {
  validate(report)
  return validate.errors ?? []
}

test.each(LANGUAGES)('reports with every failure and every finding fit the schema, in %s', (language) => {
  const everyFailure = Object.values(FAILURES).map((failure, at) => failedNode(`cmp${at}`, failure))
  const everyFinding = Object.values(FINDINGS).map((finding, at) =>
    unprovenNode(`ctl${at}`, { [CHECKS[at % CHECKS.length] ?? 'arrival']: finding }),
  )
  const back = {
    ...verifiedNode('cmp9'),
    previous: 'aa',
    gap: 3.5,
    unsent: 12_204,
    rollback: { to: 'aa', scope: 'batch' as const },
  }
  const rollout: Rollout = {
    batches: [
      {
        nodes: ['cmp9'],
        state: 'rolled-back',
        deferred: [{ node: 'cmp9', by: { kind: 'domain', name: 'az1' }, with: 'cmp8' }],
      },
    ],
    failures: { allowed: 0, count: 1 },
    ending: 'stopped-by-gate',
    reason: safeText('Mimir is burdened'),
  }
  const foreseen = {
    ...verifiedNode('cmp10'),
    adoption: {
      settings: [{ key: 'worker.scrape_interval', value: '15s', overridable: true }],
      more: false,
    },
    pinned: { verdict: 'reload' as const, generation: 'b', current: 'a', container: 'c', image: 'i' },
    changes: {
      files: [
        { path: safeText('prometheus.yml'), action: 'update' as const, diff: safeText('-a') },
        { path: safeText('secrets/x'), action: 'delete' as const },
      ],
      settings: SETTINGS.map((kind) => ({ kind, name: safeText('x'), current: safeText('a') })),
      groupKey: 'aa',
    },
  }
  const hooks: Report['hooks'] = [
    { hook: 'before', command: safeText('./a'), outcome: 'planned' },
    {
      hook: 'after_batch',
      batch: 1,
      command: safeText('./b'),
      outcome: 'failed',
      end: { how: 'late', seconds: 60 },
      milliseconds: 60_000,
      output: safeText('asking'),
    },
  ]
  const more = { interrupted: true, warnings: [safeText('careful')], hooks }
  for (const report of [
    reportOf([...everyFailure, ...everyFinding, verifiedNode('ctl'), back], { ...more, rollout }),
    smallReport(),
    reportOf([foreseen], { dryRun: true, rollout: { ...rollout, ending: 'planned' } }),
    largeReport(50),
    hostileReport(),
    reportOf([]),
  ])
    expect(problems(JSON.parse(reportJson(report, language)))).toEqual([])
})

test('the schema refuses what no report has', () => {
  const report = wordedReport(smallReport(), 'en')
  expect(problems(report)).toEqual([])
  expect(problems({ ...report, extra: 1 })).not.toEqual([])
  expect(problems({ ...report, nodes: [{ ...report.nodes[0], state: 'fine' }] })).not.toEqual([])
})

test('the schema knows every reason for which a Mimir refuses', () => {
  expect(schema.$defs.refusal.properties.cause.enum).toEqual([...REMOTE_WRITE_ERRORS])
})

test('every property of the schema is described', () => {
  const bare: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      if (path.endsWith('/properties') && !('description' in child) && !('$ref' in child))
        bare.push(`${path}/${key}`)
      walk(child, `${path}/${key}`)
    }
  }
  walk(schema, '')
  expect(bare).toEqual([])
})

test('docs/report.md names every field of a run, a node, a check and a step', () => {
  const text = readFileSync(new URL('../../../docs/report.md', import.meta.url), 'utf8')
  const { node, check, step, rollout, hook } = schema.$defs
  const fields = [schema, node, check, step, rollout, hook].flatMap(({ properties }) =>
    Object.keys(properties),
  )
  expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([])
})

test('docs/report.md names every metric of the textfile, and no other', () => {
  const text = readFileSync(new URL('../../../docs/report.md', import.meta.url), 'utf8')
  const names = (of: string, pattern: RegExp): Set<string> =>
    new Set([...of.matchAll(pattern)].map(([, name = '']) => name))
  expect(names(text, /`(kolla_mimir_\w+)/gu)).toEqual(
    names(textfileOf(smallReport()), /^(kolla_mimir_\w+)/gmu),
  )
})
