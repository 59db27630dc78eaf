import { expect, test } from 'vitest'
import { CHECKS } from '../../../src/model/check.ts'
import { junitXml } from '../../../src/report/files/junit.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { FAILURES } from '../../messages/samples.ts'
import {
  FORBIDDEN,
  failedNode,
  hostileReport,
  largeReport,
  reportOf,
  smallReport,
  verifiedNode,
} from '../sample.ts'

const TAG = /^<(\/?)(\w+)((?: \w+="[^"<&]*(?:&\w+;[^"<&]*)*")*)(\/?)>$/u
const TEXT = /^(?:[^<>&]|&(?:amp|lt|gt|quot);)*$/u

/** Reads XML strictly enough to judge it: throws on what is not well-formed, and gives the names of the elements. */
function elementsOf(xml: string): string[] {
  const open: string[] = []
  const names: string[] = []
  for (const [piece] of xml.slice(xml.indexOf('\n')).matchAll(/<[^>]*>|[^<]+/gu)) {
    const tag = TAG.exec(piece)
    if (tag === null && !TEXT.test(piece)) throw new Error(`not well-formed: ${piece}`)
    if (tag !== null) names.push(...enter(tag, open))
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`)
  return names
}

function enter([, close, name = '', rest = '', selfClosed]: RegExpExecArray, open: string[]): string[] {
  if (close !== '/') {
    if (selfClosed !== '/') open.push(name)
    return [name + (/ type="[^"]*"/u.exec(rest)?.[0] ?? '')]
  }
  if (open.pop() !== name) throw new Error(`${name} was not open`)
  return []
}

test('a suite a node; phases and checks are its cases, a failure has its cause, remedy and evidence', () => {
  const report = reportOf([
    failedNode('cmp1', { ...FAILURES['engine-down'], evidence: safeText('a "b" <c>') }),
  ])
  expect(junitXml(report, 'en').split('\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="kolla-mimir rollout" tests="1" failures="1" errors="0" skipped="0" time="0.580">',
    '  <testsuite name="cmp1" tests="1" failures="1" errors="0" skipped="0" time="0.400" timestamp="2026-11-22T20:00:00.000Z">',
    '    <testcase name="observe" classname="cmp1" time="0.400">',
    '      <failure type="engine-down" message="docker does not answer: a &quot;b&quot; &lt;c&gt;">',
    'on the node: `systemctl status docker`, `journalctl -u docker -n 50`, `systemctl start docker`',
    'a &quot;b&quot; &lt;c&gt;',
    '      </failure>',
    '    </testcase>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ])
})

test('an unproven node fails in its check; what was not asked is skipped', () => {
  const report = smallReport()
  const xml = junitXml({ ...report, nodes: report.nodes.slice(2) }, 'en')
  expect(elementsOf(xml)).toEqual([
    'testsuites',
    'testsuite',
    ...Array<string>(4 + CHECKS.indexOf('arrival')).fill('testcase'),
    'testcase',
    'failure type="not-arrived"',
    ...CHECKS.slice(CHECKS.indexOf('arrival') + 1).flatMap(() => ['testcase', 'skipped']),
  ])
})

test('a node that was not finished is not a success: it is skipped', () => {
  const node = { ...verifiedNode('cmp1'), state: 'untouched' as const, steps: [], checks: [] }
  expect(elementsOf(junitXml(reportOf([node]), 'en'))).toEqual([
    'testsuites',
    'testsuite',
    'testcase',
    'skipped',
  ])
})

test('a node that failed without a failed phase is still a failure', () => {
  const node = { ...failedNode('cmp1', FAILURES['port-taken'], 'plan'), steps: [] }
  expect(elementsOf(junitXml(reportOf([node]), 'en'))).toContain('failure type="port-taken"')
})

test('as many failures are counted as there are', () => {
  const xml = junitXml(largeReport(), 'ko')
  expect(elementsOf(xml).filter((name) => name.startsWith('failure'))).toHaveLength(28)
  const notAsked = 4 * (CHECKS.length - 1 - CHECKS.indexOf('targets'))
  expect(xml.split('\n')[1]).toContain(` failures="28" errors="0" skipped="${notAsked}" `)
})

test('hostile text stays text, and nothing is left that XML cannot hold', () => {
  const xml = junitXml(hostileReport(), 'ko')
  expect(
    elementsOf(xml).filter((name) => !/^(?:test\w+|failure type="[\w-]+"|skipped)$/u.test(name)),
  ).toEqual([])
  expect(xml).not.toMatch(FORBIDDEN)
  expect(xml).not.toContain('\ufffe')
})
