import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/messages/catalog.ts'
import { http } from '../../src/messages/en/http.ts'
import { explainPrecheck } from '../../src/messages/explain.ts'
import { LANGUAGES } from '../../src/messages/language.ts'
import type { PrecheckFinding, PushCause, Silence } from '../../src/model/precheck.ts'
import { PRECHECKS } from '../../src/model/precheck.ts'
import { safeLine, safeText } from '../../src/values/safe-text.ts'
import { FAILURES, FINDINGS } from './samples.ts'

const evidence = safeText('what was said')
const url = 'http://10.0.0.11:9100/metrics'
const containers = [{ name: 'prometheus_cadvisor', state: safeLine('Exited (1)') }]
const listening = ['10.0.0.11:18080 (prometheus_cadvisor)']

/** One finding of every kind that has words of its own. */
const OWN: readonly PrecheckFinding[] = [
  { kind: 'engine-podman' },
  { kind: 'engine-api', evidence },
  { kind: 'compose-dependencies', version: '1.29.2', evidence },
  { kind: 'disk-short', path: '/var', free: 1e8, wanted: 2e9 },
  { kind: 'inodes-short', path: '/var', free: 3 },
  { kind: 'clock-skewed', ahead: -90, limit: 30 },
  { kind: 'containers-not-running', containers },
  { kind: 'not-host-network', containers },
  { kind: 'firewall-drops', rules: [safeLine('-P OUTPUT DROP')], mimirReached: false },
  { kind: 'exporter-silent', url, container: 'x', silence: 'refused', listening, evidence },
  { kind: 'exporter-absent', container: 'x', expected: '10.0.0.11:9100', listening },
  { kind: 'exporter-refused', url, status: 404, evidence },
  { kind: 'exporter-without-family', url, family: 'node_uname_info', series: 0 },
  { kind: 'exporter-without-family', url, family: 'node_uname_info', series: 40 },
  { kind: 'name-unresolved', host: 'mimir.example', evidence },
  { kind: 'mimir-unreachable', url, silence: 'certificate', evidence },
  { kind: 'mimir-not-ready', url, status: 503, evidence },
  { kind: 'not-found-again', tenant: 'openstack', waited: 20 },
]

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a Record has the keys of its type
const pushes = (Object.keys(http.pushes) as PushCause[]).map(
  (cause): PrecheckFinding => ({
    kind: 'push-refused',
    url,
    tenant: 'openstack',
    status: 400,
    cause,
    evidence,
  }),
)
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- likewise
const silent = (Object.keys(http.silences) as Silence[]).map(
  (silence): PrecheckFinding => ({ kind: 'mimir-unreachable', url, silence, evidence }),
)

const WRONG = [...OWN, ...pushes, ...silent]

/** What nobody has to do anything about. */
const FINE: readonly PrecheckFinding[] = [
  { kind: 'good', facts: [{ name: 'HTTP', value: safeLine('200') }] },
  { kind: 'not-reached', after: 'engine' },
  { kind: 'no-tool', tools: ['curl'] },
  { kind: 'exporter-elsewhere', expected: '10.0.0.11:8080', found: '10.0.0.11:18080', series: 4 },
  { kind: 'firewall-drops', rules: [safeLine('-P OUTPUT DROP')], mimirReached: true },
]

function commands(sentence: string): string[] {
  return [...sentence.matchAll(/`([^`]+)`/gu)].map(([, command]) => command ?? '').sort()
}

describe.each(LANGUAGES)('prechecks in %s', (language) => {
  test.each(WRONG)('$kind $cause $silence has a sentence and a remedy', (finding) => {
    const { problem, remedy } = explainPrecheck(finding, language)
    expect(problem.length).toBeGreaterThan(8)
    expect(remedy.length).toBeGreaterThan(8)
    expect(`${problem}${remedy}`).not.toMatch(/undefined|\[object|NaN|\n/u)
  })

  test.each(FINE)('$kind has a sentence and no remedy', (finding) => {
    const { problem, remedy } = explainPrecheck(finding, language)
    expect(problem).not.toBe('')
    expect(remedy).toBe('')
  })

  test('every precheck has a title of its own', () => {
    const { titles } = catalog(language).prechecks
    expect(new Set(PRECHECKS.map((name) => titles[name])).size).toBe(PRECHECKS.length)
  })

  test('failures and checks are told in their own words', () => {
    const failure = FAILURES['port-taken']
    expect(explainPrecheck({ kind: 'failure', failure }, language).problem).toContain('127.0.0.1:9091')
    const finding = FINDINGS['mimir-refused']
    expect(explainPrecheck({ kind: 'query-failed', finding }, language).problem).toContain('401')
  })
})

test('both languages give the operator the same commands', () => {
  for (const finding of WRONG) {
    const [english = '', korean = ''] = LANGUAGES.map((language) => explainPrecheck(finding, language).remedy)
    expect(commands(korean)).toEqual(commands(english))
  }
})
