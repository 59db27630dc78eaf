import { catalog } from '../../messages/catalog.ts'
import { explainFailure } from '../../messages/explain.ts'
import { listed } from '../../messages/format.ts'
import type { StatusCounts, StatusMessages } from '../../messages/types/status.ts'
import {
  type NodeStatus,
  STATUS_STATES,
  type StatusReport,
  type StatusState,
} from '../../model/node-status.ts'
import { tally } from '../digest/totals.ts'
import { keepText } from '../summary/adoption-lines.ts'
import { hanging, pad, widthOf, wrap } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import { type Layout, paintMark, type Style } from '../text/style.ts'
import { type AlikeNodes, foldStatuses } from './fold-statuses.ts'

/** More kinds of nodes than this are not read; the rest is counted. */
const MOST_KINDS = 40

const MARKS: Readonly<Record<StatusState, string>> = {
  unreached: '✗',
  interrupted: '!',
  deviating: '✗',
  busy: '▸',
  absent: '-',
  behind: '~',
  well: '✓',
}

/** What an operator reads: nodes that stand alike as one, what deviates first. */
export function statusTable(report: StatusReport, layout: Layout): readonly string[] {
  const messages = catalog(layout.language).status
  const kinds = foldStatuses(report.nodes)
  const more = kinds.length - MOST_KINDS
  return [
    ...kinds.slice(0, MOST_KINDS).flatMap((kind) => kindLines(kind, layout)),
    ...(more > 0 ? wrap(messages.moreGroups(more), layout.columns) : []),
    ...(kinds.length === 0 ? [] : ['']),
    ...wrap(messages.totals(countsOf(report)), layout.columns),
  ]
}

export function countsOf({ nodes, milliseconds }: StatusReport): StatusCounts {
  return { nodes: nodes.length, milliseconds, states: tally(STATUS_STATES, nodes) }
}

function kindLines(kind: AlikeNodes, layout: Layout): readonly string[] {
  const { columns, style } = layout
  const { states, headings } = catalog(layout.language).status
  const { first, nodes } = kind
  const names = `${fold(nodes.map(({ node }) => node))} (${nodes.length})`
  const [lead = '', ...rest] = hanging(`${MARKS[first.state]} `, `${names}: ${states[first.state]}`, columns)
  const label = Math.max(...Object.values(headings).map(widthOf)) + 4
  return [
    painted(lead, first.state, style),
    ...rest,
    ...rowsOf(kind, layout).flatMap(([name, text]) => hanging(pad(`  ${name}`, label), text, columns)),
  ]
}

/** Heading and text of each line below the names. */
function rowsOf(kind: AlikeNodes, layout: Layout): readonly (readonly [string, string])[] {
  const messages = catalog(layout.language).status
  const { headings } = messages
  const { last, drift, unconfirmed, wayBack } = kind.first
  return [
    ...failureRows(kind.first, layout),
    ...runRows(kind, messages),
    ...(last === undefined || unconfirmed !== undefined ? [] : [[headings.by, messages.by(last)] as const]),
    ...drift.map((field) => [headings.changed, driftText(field, kind.first, messages)] as const),
    ...keptRows(kind, layout),
    ...heldRows(kind, messages),
    ...pendingRows(kind.first, layout),
    ...(wayBack === undefined ? [] : [[headings.wayBack, messages.wayBack(wayBack.image)] as const]),
  ]
}

function pendingRows({ pending }: NodeStatus, { language }: Layout): readonly (readonly [string, string])[] {
  if (pending === undefined) return []
  const { status, labels } = catalog(language)
  const fields = listed(pending.reasons.map(({ field }) => field))
  return [[status.headings.pending, status.pending({ verdict: labels.verdicts[pending.verdict], fields })]]
}

function failureRows({ failure }: NodeStatus, { language }: Layout): readonly (readonly [string, string])[] {
  if (failure === undefined) return []
  const { headings } = catalog(language).status
  const { problem, remedy } = explainFailure(failure, language)
  return [[headings.trouble, problem], ...(remedy === '' ? [] : [[headings.remedy, remedy] as const])]
}

function runRows(
  { first, nodes }: AlikeNodes,
  messages: StatusMessages,
): readonly (readonly [string, string])[] {
  const { headings } = messages
  if (first.now === undefined) return []
  if (first.generation === undefined) {
    const { container } = first
    return [
      [
        headings.runs,
        container === undefined
          ? messages.nothing
          : messages.runs({ ...UNKNOWN, container: container.status }),
      ],
    ]
  }
  const generations = [...new Set(nodes.map(({ generation }) => generation))]
  const generation = generations.length === 1 ? first.generation : generations.length
  const runs = messages.runs({ generation, image: first.image, container: first.container?.status })
  return [
    [headings.runs, runs],
    [headings.since, sinceText(nodes, messages)],
  ]
}

const UNKNOWN = { generation: '–', image: undefined } as const

/** The first and the last of them, where the minute tells them apart. */
function sinceText(nodes: readonly NodeStatus[], messages: StatusMessages): string {
  const times = nodes.map(({ since = 0 }) => since)
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const now = Math.max(...nodes.map((node) => node.now ?? 0))
  const range = minute(from) === minute(to) ? minute(from) : `${minute(from)} – ${minute(to)}`
  return `${range} (${messages.ago(messages.age(now - from))})`
}

function driftText(
  drift: NodeStatus['drift'][number],
  { now = 0 }: NodeStatus,
  messages: StatusMessages,
): string {
  const { since } = drift
  const text = messages.drift(drift)
  return since === undefined ? text : `${text} (${minute(since)}, ${messages.ago(messages.age(now - since))})`
}

/** What of that the manifest could keep; all else is repaired. */
function keptRows({ first, nodes }: AlikeNodes, layout: Layout): readonly (readonly [string, string])[] {
  if (first.drift.length === 0) return []
  const { headings } = catalog(layout.language).status
  const { settings = [], more = true } = first.adoption ?? {}
  const names = fold(nodes.map(({ node }) => node))
  return [
    ...settings.map(
      (setting) => [headings.keep, keepText({ setting, nodes: names, all: false }, layout)] as const,
    ),
    [headings.repaired, catalog(layout.language).summary.repaired({ named: settings.length > 0, more })],
  ]
}

function heldRows(
  { first, nodes }: AlikeNodes,
  messages: StatusMessages,
): readonly (readonly [string, string])[] {
  const { headings } = messages
  const { unconfirmed, lease, now = 0 } = first
  const left = (until: number): string | undefined => (until > now ? messages.age(until - now) : undefined)
  const open =
    unconfirmed &&
    messages.unconfirmed(unconfirmed, { alone: nodes.length === 1, left: left(unconfirmed.deadline) })
  const held = lease?.live === true ? messages.lease(lease, messages.age(lease.expires - now)) : undefined
  return [
    ...(open === undefined ? [] : [[headings.unconfirmed, open] as const]),
    ...(held === undefined ? [] : [[headings.lease, held] as const]),
  ]
}

/** `2026-11-26 14:08 UTC` of seconds since 1970. */
function minute(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? '–' : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function painted(line: string, state: StatusState, { green, red, yellow }: Style): string {
  const isBad = state === 'unreached' || state === 'deviating'
  return paintMark(line, state === 'well' ? green : isBad ? red : yellow)
}
