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
import { widthOf, wrap } from '../text/columns.ts'
import { byName, fold } from '../text/fold.ts'
import type { Layout } from '../text/layout.ts'

const MARKS: Readonly<Record<DestroyState, string>> = {
  failed: '✗',
  interrupted: '!',
  removed: '✓',
  absent: '-',
}

/** What an operator reads: nodes that came out alike together, what failed first, and what was left on them. */
export function destroySummary(report: DestroyReport, look: Layout): readonly string[] {
  const { style, columns, language } = look
  const counts = countsOf(report)
  const { warning } = catalog(language).labels.headings
  const paint =
    counts.states.failed > 0 ? style.red : counts.states.interrupted > 0 ? style.yellow : style.green
  return [
    ...report.warnings.flatMap((text) => hanging(`${warning}: `, text, columns).map(style.yellow)),
    ...alike(report, look).flatMap((kind) => kindLines(kind, look)),
    '',
    ...wrap(catalog(language).destroy.totals(counts), columns).map(paint),
  ]
}

export function countsOf({ nodes, milliseconds }: DestroyReport): DestroyCounts {
  const of = (state: DestroyState): number => nodes.filter((node) => node.state === state).length
  const states = {
    failed: of('failed'),
    interrupted: of('interrupted'),
    removed: of('removed'),
    absent: of('absent'),
  }
  return { nodes: nodes.length, milliseconds, states }
}

interface DestroyKind {
  readonly state: DestroyState
  readonly nodes: string[]
  readonly text: string
  readonly notes: readonly string[]
}

function alike({ nodes, directory }: DestroyReport, look: Layout): readonly DestroyKind[] {
  const kinds = new Map<string, DestroyKind>()
  for (const node of nodes.toSorted((one, other) => byName(one.node, other.node))) {
    const { state } = node
    const [text, notes] = [textOf(node, look), notesOf(node, directory, look)]
    const key = JSON.stringify([state, text, notes])
    const kind = kinds.get(key)
    if (kind === undefined) kinds.set(key, { state, text, notes, nodes: [node.node] })
    else kind.nodes.push(node.node)
  }
  return [...kinds.values()].sort(
    (one, other) => DESTROY_STATES.indexOf(one.state) - DESTROY_STATES.indexOf(other.state),
  )
}

function textOf({ state, failure, removed }: DestroyedNode, { language }: Layout): string {
  const messages = catalog(language).destroy
  if (failure !== undefined) return explainFailure(failure, language).problem
  if (state === 'removed') return messages.removed(removed)
  return state === 'absent' ? messages.absent : messages.interrupted
}

/** What to do, and what was left there because it is not ours. Times in names of files set aside differ by node. */
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
  return [
    paint(mark) + first.slice(mark.length),
    ...rest,
    ...notes.flatMap((note) => hanging('  ', note, columns)),
  ]
}

function hanging(lead: string, text: string, columns: number): readonly string[] {
  const indent = widthOf(lead)
  return wrap(text, columns - indent).map((line, at) => (at === 0 ? lead : ' '.repeat(indent)) + line)
}
