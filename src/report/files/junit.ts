import { catalog } from '../../messages/catalog.ts'
import { explainFinding } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Explanation } from '../../messages/types/failures.ts'
import { type CheckResult, isProven } from '../../model/check.ts'
import type { HookRun } from '../../model/hook.ts'
import type { NodeReport, Report, Step } from '../../model/report.ts'
import { causesOf, evidenceOf, explain } from '../digest/causes.ts'
import { explainHook } from '../digest/hook-failure.ts'
import { timeOf } from '../digest/totals.ts'
import { xmlAttributes, xmlText } from '../text/xml.ts'

interface Case {
  readonly name: string
  readonly seconds: number
  readonly failure?: { readonly type: string; readonly text: Explanation; readonly evidence: string }
  readonly skipped?: string
}

interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
  readonly milliseconds: number
}

/** junit.xml for CI: a suite a node, a case for each phase that it went through and for each check. */
export function junitXml(report: Report, language: Language): string {
  const nodes = report.nodes.map((node) => ({
    name: node.node,
    cases: casesOf(node, language),
    milliseconds: timeOf(node),
  }))
  const suites = [...nodes, ...hookSuites(report, language)]
  const all = suites.flatMap(({ cases }) => cases)
  const name = `kolla-mimir ${report.verb}`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttributes({ name, ...countsOf(all), time: seconds(report.milliseconds) })}>`,
    ...suites.flatMap((suite) => suiteLines(suite, report.startedAt)),
    '</testsuites>',
    '',
  ].join('\n')
}

function casesOf(node: NodeReport, language: Language): readonly Case[] {
  const { labels } = catalog(language)
  const phases = node.steps
    .filter(({ phase, outcome }) => phase !== 'verify' || (outcome === 'failed' && node.checks.length === 0))
    .map((step) => phaseCase(node, step, language))
  const checks = node.checks.map((result) => checkCase(result, language))
  const cases = [...phases, ...checks]
  if (node.state === 'verified' || cases.some(({ failure }) => failure !== undefined)) return cases
  return [...cases, { name: 'run', seconds: 0, ...unfinished(node, labels.states[node.state], language) }]
}

/** A node that is not verified must not look well because none of its phases failed. */
function unfinished(node: NodeReport, state: string, language: Language): Omit<Case, 'name' | 'seconds'> {
  return node.state === 'failed' ? failureOf(node, language) : { skipped: state }
}

function phaseCase(node: NodeReport, step: Step, language: Language): Case {
  const plain = { name: step.phase, seconds: (step.to - step.from) / 1000 }
  return step.outcome === 'failed' ? { ...plain, ...failureOf(node, language) } : plain
}

function failureOf(node: NodeReport, language: Language): Omit<Case, 'name' | 'seconds'> {
  const [cause] = causesOf(node)
  if (cause === undefined) return { skipped: catalog(language).labels.states[node.state] }
  const type = 'failure' in cause ? cause.failure.reason : cause.finding.kind
  return { failure: { type, text: explain(cause, language), evidence: evidenceOf(cause) } }
}

function checkCase({ check, state, finding }: CheckResult, language: Language): Case {
  const plain = { name: check, seconds: 0 }
  if (isProven({ state })) return plain
  const text = explainFinding(finding, language)
  if (state === 'skipped') return { ...plain, skipped: text.problem }
  return { ...plain, failure: { type: finding.kind, text, evidence: evidenceOf({ check, finding }) } }
}

/** What ran on this machine is a suite of its own, behind those of the nodes. */
function hookSuites({ hooks = [] }: Report, language: Language): readonly Suite[] {
  const ran = hooks.filter(({ outcome }) => outcome !== 'planned')
  const milliseconds = ran.reduce((sum, run) => sum + (run.milliseconds ?? 0), 0)
  return ran.length === 0
    ? []
    : [{ name: 'hooks', cases: ran.map((run) => hookCase(run, language)), milliseconds }]
}

function hookCase(run: HookRun, language: Language): Case {
  const plain = { name: `${run.hook} ${run.command}`, seconds: (run.milliseconds ?? 0) / 1000 }
  const text = explainHook(run, language)
  return text === undefined
    ? plain
    : { ...plain, failure: { type: 'hook-failed', text, evidence: text.evidence } }
}

function suiteLines({ name, cases, milliseconds }: Suite, timestamp: string): readonly string[] {
  const suite = { name, ...countsOf(cases), time: seconds(milliseconds), timestamp }
  const lines = cases.flatMap((testCase) => caseLines(testCase, name))
  return [`  <testsuite${xmlAttributes(suite)}>`, ...lines, '  </testsuite>']
}

function caseLines({ name, seconds: time, failure, skipped }: Case, classname: string): readonly string[] {
  const open = `    <testcase${xmlAttributes({ name, classname, time: time.toFixed(3) })}`
  if (failure === undefined && skipped === undefined) return [`${open}/>`]
  const inner =
    failure === undefined
      ? [`      <skipped${xmlAttributes({ message: skipped ?? '' })}/>`]
      : [
          `      <failure${xmlAttributes({ type: failure.type, message: failure.text.problem })}>`,
          xmlText([failure.text.remedy, failure.evidence].filter(Boolean).join('\n')),
          '      </failure>',
        ]
  return [`${open}>`, ...inner, '    </testcase>']
}

function countsOf(cases: readonly Case[]) {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter((testCase) => testCase.skipped !== undefined).length
  return { tests: cases.length, failures, errors: 0, skipped }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
