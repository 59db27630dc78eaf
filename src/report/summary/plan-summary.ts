import { catalog } from '../../messages/catalog.ts'
import type { Report } from '../../model/report.ts'
import { batchesHeading, batchLines } from '../digest/batch-rows.ts'
import { verdictsOf } from '../digest/totals.ts'
import { clip, hanging } from '../text/columns.ts'
import type { Layout } from '../text/style.ts'
import { adoptionLines } from './adoption-lines.ts'
import { changeLines } from './change-lines.ts'
import { hookLines } from './hook-lines.ts'
import { causesIn, warningsIn } from './summary.ts'
import { verdictLines } from './verdict-lines.ts'

/** What an operator reads where nothing was to be changed: which node needs what, why, what changes and in which order. */
export function planOf(
  report: Report,
  layout: Layout,
  wishes: { readonly diffs: boolean },
): readonly string[] {
  const sections = [
    warningsIn(report, layout),
    verdictLines(report, layout),
    changeLines(report, layout, wishes),
    adoptionLines(report, layout),
    causesIn(report, layout),
    batchesIn(report, layout),
    hookLines(report, layout),
    totalsIn(report, layout),
  ].filter((lines) => lines.length > 0)
  return sections.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

function batchesIn({ rollout }: Report, { columns, language, style }: Layout): readonly string[] {
  if (rollout === undefined || rollout.batches.length === 0) return []
  const lines = batchLines(rollout, language).flatMap((line) => hanging('  ', line, columns))
  return [style.dim(batchesHeading(language)), ...lines]
}

function totalsIn({ nodes, milliseconds }: Report, { columns, language, style }: Layout): readonly string[] {
  const { labels } = catalog(language)
  const { summary } = catalog(language)
  const able = nodes.filter(({ failure }) => failure === undefined)
  const failed = nodes.length - able.length
  const changes = able.some(({ verdict }) => verdict !== undefined && verdict !== 'noop')
  const verdicts = verdictsOf(able).map(([verdict, count]) => [labels.verdicts[verdict], count] as const)
  const paint = failed > 0 ? style.red : changes ? style.yellow : style.green
  const totals = summary.planTotals({ nodes: nodes.length, verdicts, failed, milliseconds })
  const nothing = changes || able.length === 0 ? [] : hanging('', summary.nothingToChange, columns)
  return [...nothing, paint(clip(totals, columns))]
}
