import { catalog } from '../../messages/catalog.ts'
import { listed } from '../../messages/format.ts'
import { isProven } from '../../model/check.ts'
import type { NodeReport, NodeState, Report } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { causesOf, explain } from '../digest/causes.ts'
import { reached, timeOf, verdictsOf } from '../digest/totals.ts'
import { clip, pad, widthOf } from '../text/columns.ts'
import { byName } from '../text/fold.ts'
import { type Layout, paintMark, type Style } from '../text/style.ts'

/** More rows than this are not read; the rest is counted. */
const MOST_ROWS = 40
const GAP = '  '
const WIDEST = { node: 28, verdict: 16, checks: 24, time: 12 } as const
const ORDER: readonly NodeState[] = ['failed', 'rolled-back', 'interrupted', 'untouched', 'verified']

interface TableRow {
  readonly state: NodeState
  readonly node: string
  readonly verdict: string
  readonly checks: string
  readonly time: string
  readonly note: string
}

/** One line a node, what is wrong first; nodes beyond forty are counted by verdict, those that failed named later. */
export function tableOf(report: Report, layout: Layout): readonly string[] {
  const { headings } = catalog(layout.language).labels
  const nodes = report.nodes.toSorted(
    (left, right) => ORDER.indexOf(left.state) - ORDER.indexOf(right.state) || byName(left.node, right.node),
  )
  const few = nodes.length <= MOST_ROWS
  const listedNodes = few ? nodes : nodes.filter(({ state }) => state !== 'verified').slice(0, MOST_ROWS)
  const rows = listedNodes.map((node) => rowOf(node, layout))
  const lines = rows.length === 0 ? [] : drawn([{ ...headings, state: 'verified' }, ...rows], layout)
  return [
    ...lines,
    ...counted(
      nodes.filter((node) => !listedNodes.includes(node)),
      layout,
    ),
  ]
}

function rowOf(node: NodeReport, { language }: Layout): TableRow {
  const { labels } = catalog(language)
  return {
    state: node.state,
    node: safeLine(node.node),
    verdict: node.verdict === undefined ? '–' : labels.verdicts[node.verdict],
    checks: checksOf(node, labels.checks),
    time: node.steps.length === 0 ? '–' : catalog(language).summary.duration(timeOf(node)),
    note: noteOf(node, language),
  }
}

/** `6/6`, or the names of those that failed. */
function checksOf({ checks }: NodeReport, names: Readonly<Record<string, string>>): string {
  const failed = checks.filter(({ state }) => state === 'failed')
  if (failed.length > 0) return failed.map(({ check }) => names[check]).join(', ')
  const passed = checks.filter(isProven).length
  return checks.length === 0 ? '–' : `${passed}/${checks.length}`
}

function noteOf(node: NodeReport, language: Layout['language']): string {
  const [cause] = causesOf(node)
  if (cause !== undefined) return explain(cause, language).problem
  if (node.rollback !== undefined) return safeLine(catalog(language).summary.rolledBack(node.rollback))
  if (node.state === 'interrupted') return catalog(language).summary.left[reached(node)]
  return safeLine(listed(node.reasons.map(({ field }) => field)))
}

/** The first row is the heading. The note takes what the other columns leave, and is clipped. */
function drawn(rows: readonly TableRow[], { columns, style }: Layout): readonly string[] {
  const width = (column: keyof typeof WIDEST): number =>
    Math.min(WIDEST[column], Math.max(...rows.map((row) => widthOf(row[column]))))
  return rows.map((row, at) => {
    const cells = [
      pad(row.node, width('node')),
      pad(row.verdict, width('verdict')),
      pad(row.checks, width('checks')),
      pad(row.time, width('time'), 'right'),
      row.note,
    ]
    const line = clip(`${at === 0 ? ' ' : MARKS[row.state]} ${cells.join(GAP)}`, columns).trimEnd()
    return at === 0 ? style.dim(line) : painted(line, row.state, style)
  })
}

const MARKS: Readonly<Record<NodeState, string>> = {
  verified: '✓',
  failed: '✗',
  'rolled-back': '↺',
  interrupted: '!',
  untouched: '-',
}

function painted(line: string, state: NodeState, { green, red, yellow }: Style): string {
  return paintMark(line, state === 'verified' ? green : state === 'failed' ? red : yellow)
}

function counted(nodes: readonly NodeReport[], { language, style, columns }: Layout): readonly string[] {
  const { labels } = catalog(language)
  const { summary } = catalog(language)
  return ORDER.flatMap((state) => {
    const some = nodes.filter((node) => node.state === state)
    if (some.length === 0) return []
    if (state === 'failed')
      return [painted(clip(`✗ ${summary.moreFailed(some.length)}`, columns), state, style)]
    const verdicts = verdictsOf(some).map(([verdict, count]) => `${count} ${labels.verdicts[verdict]}`)
    const line = `${MARKS[state]} ${summary.nodes(some.length)} ${labels.states[state]}`
    return [painted(clip([line, listed(verdicts)].filter(Boolean).join(': '), columns), state, style)]
  })
}
