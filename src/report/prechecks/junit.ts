import { explainPrecheck } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { PrecheckedNode, PrecheckReport, PrecheckResult } from '../../model/precheck.ts'
import { xmlAttributes, xmlText } from '../text/xml.ts'

/** junit.xml for CI: a suite a node, a case a precheck. */
export function precheckJunit(report: PrecheckReport, language: Language): string {
  const all = report.nodes.flatMap(({ results }) => results)
  const time = (report.milliseconds / 1000).toFixed(3)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttributes({ name: 'kolla-mimir prechecks', ...countsOf(all), time })}>`,
    ...report.nodes.flatMap((node) => suite(node, report.startedAt, language)),
    '</testsuites>',
    '',
  ].join('\n')
}

function suite({ node, results, state }: PrecheckedNode, timestamp: string, language: Language): string[] {
  const open = `  <testsuite${xmlAttributes({ name: node, ...countsOf(results), timestamp })}>`
  const unseen = `    <testcase${xmlAttributes({ name: 'run', classname: node })}><skipped/></testcase>`
  const cases = results.flatMap((result) => testCase(result, node, language))
  return [open, ...(state === 'interrupted' ? [unseen] : cases), '  </testsuite>']
}

function testCase(result: PrecheckResult, node: string, language: Language): string[] {
  const { precheck, subject, state, finding } = result
  const name = subject === undefined ? precheck : `${precheck} ${subject}`
  const open = `    <testcase${xmlAttributes({ name, classname: node })}`
  if (state === 'passed') return [`${open}/>`]
  const { problem: message, remedy } = explainPrecheck(finding, language)
  const inner =
    state === 'skipped'
      ? `<skipped${xmlAttributes({ message })}/>`
      : `<failure${xmlAttributes({ type: finding.kind, message })}>${xmlText(remedy)}</failure>`
  return [`${open}>`, `      ${inner}`, '    </testcase>']
}

function countsOf(results: readonly PrecheckResult[]) {
  const count = (wanted: string): number => results.filter(({ state }) => state === wanted).length
  return { tests: results.length, failures: count('failed'), errors: 0, skipped: count('skipped') }
}
