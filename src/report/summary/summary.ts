import { catalog } from '../../messages/catalog.ts'
import { said } from '../../messages/format.ts'
import type { Ending, Report } from '../../model/report.ts'
import { CAMPAIGN_VERBS } from '../../model/verb.ts'
import { safeLine } from '../../values/safe-text.ts'
import { batchesHeading, batchLines, isWorthShowing } from '../digest/batch-rows.ts'
import { type SharedCause, sharedCauses, sharedWarnings } from '../digest/causes.ts'
import { leftoversOf } from '../digest/leftovers.ts'
import { nothingChanged, totalsOf } from '../digest/totals.ts'
import { clip, hanging, pad, widthOf } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import type { Layout } from '../text/style.ts'
import { hookLines } from './hook-lines.ts'
import { tableOf } from './node-table.ts'

const MOST_WARNINGS = 20
const MOST_EVIDENCE = 4

/** How a run ends that did not begin all of its batches. */
const STOPPED: readonly Ending[] = ['max-failures-exceeded', 'canary-failed', 'stopped-by-gate']

/** What an operator reads at the end of a run: the table, the causes with their remedies, what is left, the totals. */
export function summaryOf(report: Report, layout: Layout): readonly string[] {
  const sections = [
    warningsIn(report, layout),
    tableOf(report, layout),
    causesIn(report, layout),
    batchesIn(report, layout),
    hookLines(report, layout),
    leftoversIn(report, layout),
    goOnIn(report, layout),
    totalsIn(report, layout),
  ].filter((lines) => lines.length > 0)
  return sections.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

export function warningsIn({ warnings }: Report, { language, style, columns }: Layout): readonly string[] {
  const { warning } = catalog(language).labels.headings
  const shown = warnings
    .slice(0, MOST_WARNINGS)
    .flatMap((text) => hanging(`${warning}: `, safeLine(text, 1000), columns))
  const more = warnings.length - MOST_WARNINGS
  return [...shown, ...(more > 0 ? [`… (+${more})`] : [])].map(style.yellow)
}

export function causesIn(report: Report, layout: Layout): readonly string[] {
  const { language, style } = layout
  const causes = sharedCauses(report, language).map((cause) => causeLines(cause, style.red('✗'), layout))
  const warnings = sharedWarnings(report, language).map((cause) =>
    causeLines(cause, style.yellow('!'), layout),
  )
  return [...causes, ...warnings].flatMap((lines, at) => [...(at === 0 ? [] : ['']), ...lines])
}

function causeLines(
  cause: SharedCause,
  mark: string,
  { columns, language, style }: Layout,
): readonly string[] {
  const { headings } = catalog(language).labels
  const { problem, remedy } = cause.explanation
  const label = Math.max(...[headings.nodes, headings.remedy, headings.found].map(widthOf)) + 4
  const entry = (name: string, text: string): readonly string[] =>
    hanging(pad(`  ${name}`, label), text, columns)
  const [first = ''] = cause.nodes
  const example = cause.alike ? '' : `; ${catalog(language).summary.likewise(first)}`
  return [
    ...hanging('✗ ', problem, columns).map((line, at) => (at === 0 ? mark + line.slice(1) : line)),
    ...entry(headings.nodes, `${fold(cause.nodes)} (${cause.nodes.length})${example}`),
    ...(remedy === '' ? [] : entry(headings.remedy, remedy)),
    ...evidenceLines(cause, columns - label).map((line, at) =>
      style.dim(pad(at === 0 ? `  ${headings.found}` : '', label) + line),
    ),
  ]
}

/** What was said, where the sentence does not hold all of it: the last lines, because that is where causes are. */
function evidenceLines({ evidence, explanation }: SharedCause, columns: number): readonly string[] {
  const lines = evidence.split('\n').filter((line) => line.trim() !== '')
  const told = lines.length <= 1 && explanation.problem.includes(said(evidence))
  return told ? [] : lines.slice(-MOST_EVIDENCE).map((line) => clip(safeLine(line), columns))
}

function batchesIn({ rollout }: Report, { columns, language, style }: Layout): readonly string[] {
  if (rollout === undefined || !isWorthShowing(rollout)) return []
  const lines = batchLines(rollout, language).flatMap((line) => hanging('  ', line, columns))
  return [style.dim(batchesHeading(language)), ...lines]
}

function leftoversIn(report: Report, { columns, language, style }: Layout): readonly string[] {
  if (!report.interrupted) return []
  const { left } = catalog(language).summary
  const lines = leftoversOf(report).flatMap(({ phase, nodes }) =>
    hanging('  ', `${fold(nodes)} (${nodes.length}): ${left[phase]}`, columns),
  )
  return [style.yellow(`${catalog(language).labels.headings.interrupted}:`), ...lines]
}

/** A run that was interrupted, or that stopped early, can be resumed from its journal. */
function goOnIn(report: Report, { columns, language }: Layout): readonly string[] {
  const { verb, interrupted, dryRun, rollout } = report
  const isStopped = interrupted || STOPPED.some((ending) => ending === rollout?.ending)
  const isCampaign = CAMPAIGN_VERBS.some((campaign) => campaign === verb)
  if (!isStopped || !isCampaign || dryRun === true) return []
  return hanging('', safeLine(catalog(language).summary.goOn(report), 1000), columns)
}

function totalsIn(report: Report, { language, style, columns }: Layout): readonly string[] {
  const totals = totalsOf(report)
  const { summary } = catalog(language)
  const paint = totals.failed > 0 ? style.red : totals.verified === totals.nodes ? style.green : style.yellow
  const unchanged = nothingChanged(report) ? [clip(summary.nothingChanged, columns)] : []
  return [...unchanged, paint(clip(summary.totals(totals), columns))]
}
