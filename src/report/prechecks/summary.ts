import { catalog } from '../../messages/catalog.ts'
import type { PrecheckReport, PrecheckState } from '../../model/precheck.ts'
import { pad, widthOf, wrap } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import type { Layout } from '../text/layout.ts'
import { type SharedResult, sharedResults } from './shared-results.ts'
import { precheckCounts } from './totals.ts'

const MARKS: Readonly<Record<PrecheckState, string>> = { passed: '✓', failed: '✗', skipped: '-' }

/** What an operator reads: each precheck as a sentence, nodes with like results together, remedies, and the totals. */
export function precheckSummary(report: PrecheckReport, look: Layout): readonly string[] {
  const { language, style, columns } = look
  const counts = precheckCounts(report)
  const paint = counts.failed > 0 ? style.red : counts.ready === counts.nodes ? style.green : style.yellow
  const { warning } = catalog(language).labels.headings
  return [
    ...report.warnings.flatMap((text) => hanging(`${warning}: `, text, columns).map(style.yellow)),
    ...sharedResults(report, language).flatMap((result) => resultLines(result, look)),
    '',
    paint(catalog(language).prechecks.totals(counts)),
  ]
}

function resultLines(result: SharedResult, look: Layout): readonly string[] {
  const { columns, style } = look
  const { problem } = result.explanation
  const [first = '', ...rest] = hanging(
    `${MARKS[result.state]} `,
    `${titleOf(result, look)}${problem !== '' ? `: ${problem}` : ''}`,
    columns,
  )
  return [painted(first, result.state, style), ...rest, ...underlines(result, look)]
}

function titleOf({ precheck, subject }: SharedResult, { language }: Layout): string {
  const { titles } = catalog(language).prechecks
  return subject === undefined ? titles[precheck] : `${titles[precheck]} ${subject}`
}

/** Which nodes it is about, and what to do there. */
function underlines({ nodes, explanation, alike }: SharedResult, look: Layout): readonly string[] {
  const { headings } = catalog(look.language).labels
  const [first = ''] = nodes
  const label = Math.max(widthOf(headings.nodes), widthOf(headings.remedy)) + 4
  const example = alike ? '' : `; ${catalog(look.language).summary.likewise(first)}`
  const rows = [
    [headings.nodes, `${fold(nodes)} (${nodes.length})${example}`],
    ...(explanation.remedy === '' ? [] : [[headings.remedy, explanation.remedy]]),
  ]
  return rows.flatMap(([name = '', text = '']) => hanging(pad(`  ${name}`, label), text, look.columns))
}

/** Colour on the mark alone: a line is not harder to read for being red. */
function painted(line: string, state: PrecheckState, style: Layout['style']): string {
  const [mark, rest] = [line.slice(0, 1), line.slice(1)]
  if (state === 'passed') return style.green(mark) + rest
  return (state === 'failed' ? style.red(mark) : style.dim(mark)) + rest
}

/** A first line after `lead`, the others indented as far. */
function hanging(lead: string, text: string, columns: number): readonly string[] {
  const indent = widthOf(lead)
  return wrap(text, columns - indent).map((line, at) => (at === 0 ? lead : ' '.repeat(indent)) + line)
}
