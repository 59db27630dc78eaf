import type { Report } from '../model/report.ts'
import { labelsIn, sentencesIn } from '../words/words.ts'
import { adoptionLines } from './adoption.ts'
import { changeLines } from './change-lines.ts'
import { clip, hanging } from './columns.ts'
import { courseHeading, courseLines } from './course.ts'
import { hookLines } from './hook-lines.ts'
import type { Look } from './look.ts'
import { causesIn, warningsIn } from './summary.ts'
import { verdictsOf } from './totals.ts'
import { verdictLines } from './verdict-lines.ts'

/** What an operator reads where nothing was to be changed: which node needs what, why, what changes and in which order. */
export function planOf(report: Report, look: Look, wishes: { readonly diffs: boolean }): readonly string[] {
  const sections = [
    warningsIn(report, look),
    verdictLines(report, look),
    changeLines(report, look, wishes),
    adoptionLines(report, look),
    causesIn(report, look),
    batchesIn(report, look),
    hookLines(report, look),
    totalsIn(report, look),
  ].filter((lines) => lines.length > 0)
  return sections.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

function batchesIn({ course }: Report, { columns, language, style }: Look): readonly string[] {
  if (course === undefined || course.batches.length === 0) return []
  const lines = courseLines(course, language).flatMap((line) => hanging('  ', line, columns))
  return [style.dim(courseHeading(language)), ...lines]
}

function totalsIn({ nodes, milliseconds }: Report, { columns, language, style }: Look): readonly string[] {
  const labels = labelsIn(language)
  const sentences = sentencesIn(language)
  const able = nodes.filter(({ failure }) => failure === undefined)
  const failed = nodes.length - able.length
  const changes = able.some(({ verdict }) => verdict !== undefined && verdict !== 'noop')
  const verdicts = verdictsOf(able).map(([verdict, count]) => [labels.verdicts[verdict], count] as const)
  const paint = failed > 0 ? style.red : changes ? style.yellow : style.green
  const totals = sentences.planTotals({ nodes: nodes.length, verdicts, failed, milliseconds })
  const nothing = changes || able.length === 0 ? [] : hanging('', sentences.nothingToChange, columns)
  return [...nothing, paint(clip(totals, columns))]
}
