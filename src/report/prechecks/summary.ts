import { catalog } from '../../messages/catalog.ts'
import type { PrecheckReport, PrecheckState } from '../../model/precheck.ts'
import { hanging, pad, widthOf } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import { type Layout, paintMark } from '../text/style.ts'
import { type SharedResult, sharedResults } from './shared-results.ts'
import { precheckCounts } from './totals.ts'

const MARKS: Readonly<Record<PrecheckState, string>> = { passed: '✓', failed: '✗', skipped: '-' }

/** What an operator reads: each precheck as a sentence, nodes with like results together, remedies, and the totals. */
export function precheckSummary(report: PrecheckReport, layout: Layout): readonly string[] {
  const { language, style, columns } = layout
  const counts = precheckCounts(report)
  const paint = counts.failed > 0 ? style.red : counts.ready === counts.nodes ? style.green : style.yellow
  const { warning } = catalog(language).labels.headings
  return [
    ...report.warnings.flatMap((text) => hanging(`${warning}: `, text, columns).map(style.yellow)),
    ...sharedResults(report, language).flatMap((result) => resultLines(result, layout)),
    '',
    paint(catalog(language).prechecks.totals(counts)),
  ]
}

function resultLines(result: SharedResult, layout: Layout): readonly string[] {
  const { columns, style } = layout
  const { problem } = result.explanation
  const [first = '', ...rest] = hanging(
    `${MARKS[result.state]} `,
    `${titleOf(result, layout)}${problem !== '' ? `: ${problem}` : ''}`,
    columns,
  )
  return [painted(first, result.state, style), ...rest, ...underlines(result, layout)]
}

function titleOf({ precheck, subject }: SharedResult, { language }: Layout): string {
  const { titles } = catalog(language).prechecks
  return subject === undefined ? titles[precheck] : `${titles[precheck]} ${subject}`
}

/** Which nodes it is about, and what to do there. */
function underlines({ nodes, explanation, alike }: SharedResult, layout: Layout): readonly string[] {
  const { headings } = catalog(layout.language).labels
  const [first = ''] = nodes
  const label = Math.max(widthOf(headings.nodes), widthOf(headings.remedy)) + 4
  const example = alike ? '' : `; ${catalog(layout.language).summary.likewise(first)}`
  const rows = [
    [headings.nodes, `${fold(nodes)} (${nodes.length})${example}`],
    ...(explanation.remedy === '' ? [] : [[headings.remedy, explanation.remedy]]),
  ]
  return rows.flatMap(([name = '', text = '']) => hanging(pad(`  ${name}`, label), text, layout.columns))
}

function painted(line: string, state: PrecheckState, { green, red, dim }: Layout['style']): string {
  return paintMark(line, { passed: green, failed: red, skipped: dim }[state])
}
