import { catalog } from '../../messages/catalog.ts'
import { explainFailure } from '../../messages/explain.ts'
import type { DestroyCounts } from '../../messages/types/destroy.ts'
import {
  DESTROY_STATES,
  type DestroyedNode,
  type DestroyReport,
  type DestroyState,
} from '../../model/destroy-report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { tally } from '../digest/totals.ts'
import { hanging, wrap } from '../text/columns.ts'
import { byName, fold } from '../text/fold.ts'
import { type Layout, paintMark } from '../text/style.ts'

const MARKS: Readonly<Record<DestroyState, string>> = {
  failed: '✗',
  interrupted: '!',
  removed: '✓',
  absent: '-',
}

/** What an operator reads: nodes that came out alike together, what failed first, and what was left on them. */
export function destroySummary(report: DestroyReport, layout: Layout): readonly string[] {
  const { style, columns, language } = layout
  const counts = countsOf(report)
  const { warning } = catalog(language).labels.headings
  const paint =
    counts.states.failed > 0 ? style.red : counts.states.interrupted > 0 ? style.yellow : style.green
  return [
    ...report.warnings.flatMap((text) => hanging(`${warning}: `, text, columns).map(style.yellow)),
    ...alike(report, layout).flatMap((kind) => kindLines(kind, layout)),
    '',
    ...wrap(catalog(language).destroy.totals(counts), columns).map(paint),
  ]
}

export function countsOf({ nodes, milliseconds }: DestroyReport): DestroyCounts {
  return { nodes: nodes.length, milliseconds, states: tally(DESTROY_STATES, nodes) }
}

interface DestroyKind {
  readonly state: DestroyState
  readonly nodes: string[]
  readonly text: string
  readonly notes: readonly string[]
}

function alike({ nodes, directory }: DestroyReport, layout: Layout): readonly DestroyKind[] {
  const kinds = new Map<string, DestroyKind>()
  for (const node of nodes.toSorted((left, right) => byName(left.node, right.node))) {
    const { state } = node
    const [text, notes] = [textOf(node, layout), notesOf(node, directory, layout)]
    const key = JSON.stringify([state, text, notes])
    const kind = kinds.get(key)
    if (kind === undefined) kinds.set(key, { state, text, notes, nodes: [node.node] })
    else kind.nodes.push(node.node)
  }
  return [...kinds.values()].sort(
    (left, right) => DESTROY_STATES.indexOf(left.state) - DESTROY_STATES.indexOf(right.state),
  )
}

function textOf({ state, failure, removed }: DestroyedNode, { language }: Layout): string {
  const messages = catalog(language).destroy
  if (failure !== undefined) return explainFailure(failure, language).problem
  if (state === 'removed') return messages.removed(removed)
  return state === 'absent' ? messages.absent : messages.interrupted
}

/** What to do, and what was kept because kolla-mimir did not create it. Times in names of files set aside differ by node. */
function notesOf(
  { failure, files, container }: DestroyedNode,
  directory: string,
  { language }: Layout,
): string[] {
  const messages = catalog(language).destroy
  const remedy = failure === undefined ? '' : explainFailure(failure, language).remedy
  const names = files.map((name) => name.replace(/(?<=\.before-kolla-mimir\.)\d+$/u, '*'))
  return [
    ...(remedy === '' ? [] : [`${catalog(language).labels.headings.remedy}: ${remedy}`]),
    ...(names.length === 0 ? [] : [messages.files(directory, names)]),
    ...(container === undefined ? [] : [messages.container(container)]),
  ].map((text) => safeLine(text, 1000))
}

function kindLines(
  { state, nodes, text, notes }: DestroyKind,
  { columns, style }: Layout,
): readonly string[] {
  const mark = MARKS[state]
  const paint = state === 'removed' ? style.green : state === 'failed' ? style.red : style.yellow
  const [first = '', ...rest] = hanging(`${mark} `, `${fold(nodes)} (${nodes.length}): ${text}`, columns)
  return [paintMark(first, paint), ...rest, ...notes.flatMap((note) => hanging('  ', note, columns))]
}
