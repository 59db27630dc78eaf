import { catalog } from '../../../messages/catalog.ts'
import type { Language } from '../../../messages/language.ts'
import type { NodeReport, Report, Step } from '../../../model/report.ts'
import { safeLine } from '../../../values/safe-text.ts'
import { type PhaseSpan, phaseSpans, type Wait, waitsOf } from '../../digest/phase-spans.ts'
import { clip, widthOf } from '../../text/columns.ts'
import { byName } from '../../text/fold.ts'
import { html, type Markup, translated } from '../markup.ts'
import type { PageSection } from '../page-section.ts'
import { clock, phaseTable } from './phase-table.ts'

const MOST_ROWS = 40
const NAMES = 170
const WIDTH = 1000
const ROW = 20
const AXIS = 24

/** Who worked when, and who waited for whom: a row a node, for the nodes that ended last. */
export function timelineSection({ nodes, milliseconds }: Report, language: Language): PageSection {
  const spans = phaseSpans(nodes)
  const shown = nodes
    .filter(({ steps }) => steps.length > 0)
    .toSorted((left, right) => endOf(right) - endOf(left) || byName(left.node, right.node))
    .slice(0, MOST_ROWS)
  const scale = scaleOf(Math.max(milliseconds, ...shown.map(endOf), 1))
  if (shown.length === 0)
    return { name: 'timeline', body: html`<p>${translated(({ page }) => page.nothingDone)}</p>` }
  const waits = nodes.flatMap((node) => waitsOf(node, spans))
  const body = html`${phaseTable(spans, waits)}
<p class="hint">${translated(({ page }) => page.slowest(shown.length, nodes.length))}</p>
<div class="wide" tabindex="0" role="group" aria-labelledby="h-timeline">${chart(shown, { ...scale, spans }, language)}</div>`
  return { name: 'timeline', body }
}

function endOf({ steps }: NodeReport): number {
  return Math.max(0, ...steps.map(({ to }) => to))
}

/** From milliseconds to the chart's own unit, with some five round marks. */
interface Scale {
  readonly x: (milliseconds: number) => number
  readonly marks: readonly number[]
}

function scaleOf(total: number): Scale {
  const step = roundUp(total / 5)
  return {
    x: (milliseconds) => Math.round((NAMES + (milliseconds / total) * (WIDTH - NAMES)) * 10) / 10,
    marks: Array.from({ length: Math.floor(total / step) + 1 }, (_, at) => at * step),
  }
}

/** To the next 1, 2 or 5 of its magnitude, at least a second. */
function roundUp(milliseconds: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(milliseconds))
  return Math.max(
    1000,
    ([1, 2, 5, 10].find((factor) => factor * magnitude >= milliseconds) ?? 10) * magnitude,
  )
}

interface DrawnRow extends Scale {
  readonly spans: readonly PhaseSpan[]
}

function chart(nodes: readonly NodeReport[], { x, marks, spans }: DrawnRow, language: Language): Markup {
  const bottom = nodes.length * ROW
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-labelledby="h-timeline">
${marks.map((at) => html`<line x1="${x(at)}" x2="${x(at)}" y1="0" y2="${bottom}"/><text x="${x(at)}" y="${bottom + 16}">${clock(at)}</text>`)}
${nodes.map((node, row) => nodeBars(node, { x, marks, spans }, { top: row * ROW, language }))}
</svg>`
}

function nodeBars(
  node: NodeReport,
  { x, spans }: DrawnRow,
  place: { top: number; language: Language },
): Markup {
  const { phases } = catalog(place.language).labels
  const told = node.steps.map(
    ({ phase, from, to }) => `${phases[phase]} ${catalog(place.language).summary.duration(to - from)}`,
  )
  const waits = waitsOf(node, spans)
  return html`<g><title>${[node.node, ...told].join(' · ')}</title>
${nameOf(node, place.top)}${waits.map((wait) => gap(wait, x, place.top))}${node.steps.map((step) => bar(step, x, place.top))}</g>
`
}

/** A long name is pressed into its column: how wide letters are, only the reader's fonts know. */
function nameOf({ node, state }: NodeReport, top: number): Markup {
  const name = clip(safeLine(node), 22)
  const pressed =
    widthOf(name) > 14 ? html` textLength="${NAMES - 12}" lengthAdjust="spacingAndGlyphs"` : html``
  return html`<text class="${state === 'failed' ? 'name bad' : 'name'}" x="${NAMES - 8}" y="${top + 14}"${pressed}>${name}</text>`
}

/** A line at half height: nothing was done here. */
function gap({ from, to, node }: Wait, x: Scale['x'], top: number): Markup {
  const middle = top + ROW / 2
  const kind = node === undefined ? 'turn' : 'held'
  return html`<line class="${kind}" x1="${x(from)}" x2="${x(to)}" y1="${middle}" y2="${middle}"/>`
}

function bar({ phase, from, to, outcome }: Step, x: Scale['x'], top: number): Markup {
  const width = Math.max(1.5, Math.round((x(to) - x(from)) * 10) / 10)
  const failed = outcome === 'failed' ? html` p-failed` : html``
  return html`<rect class="p-${phase}${failed}" x="${x(from)}" y="${top + 3}" width="${width}" height="${ROW - 6}"/>`
}
