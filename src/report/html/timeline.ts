import type { NodeReport, PhaseName, Report, Step } from '../../model/report.ts'
import type { Language } from '../../words/language.ts'
import { labelsIn, pageWordsIn, sentencesIn } from '../../words/words.ts'
import { clip } from '../columns.ts'
import { byName } from '../fold.ts'
import { both, html, type Markup } from './markup.ts'

const MOST_ROWS = 40
const NAMES = 170
const WIDTH = 1000
const ROW = 20
const AXIS = 24
const PHASES: readonly PhaseName[] = ['observe', 'plan', 'stage', 'activate', 'verify', 'rollback']

/** Who worked when: a row a node, for the nodes that took longest; a gap is time spent waiting. */
export function timelineSection({ nodes, milliseconds }: Report, language: Language): Markup {
  const shown = nodes
    .filter(({ steps }) => steps.length > 0)
    .toSorted((left, right) => endOf(right) - endOf(left) || byName(left.node, right.node))
    .slice(0, MOST_ROWS)
  const scale = scaleOf(Math.max(milliseconds, ...shown.map(endOf), 1))
  return html`<section aria-labelledby="h-timeline">
<h2 id="h-timeline">${both((one) => pageWordsIn(one).sections.timeline)}</h2>
<p class="hint">${both((one) => pageWordsIn(one).slowest(shown.length, nodes.length))}</p>
<ul class="legend">${PHASES.map((phase) => html`<li><i class="c p-${phase}"></i>${both((one) => labelsIn(one).phases[phase])}</li>`)}</ul>
<div class="wide" tabindex="0" role="group" aria-labelledby="h-timeline">${chart(shown, scale, language)}</div>
</section>`
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

function chart(nodes: readonly NodeReport[], { x, marks }: Scale, language: Language): Markup {
  const bottom = nodes.length * ROW
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-labelledby="h-timeline">
${marks.map((at) => html`<line x1="${x(at)}" x2="${x(at)}" y1="0" y2="${bottom}"/><text x="${x(at)}" y="${bottom + 16}">${clock(at)}</text>`)}
${nodes.map((node, row) => nodeBars(node, { x, marks }, { top: row * ROW, language }))}
</svg>`
}

function nodeBars(node: NodeReport, { x }: Scale, place: { top: number; language: Language }): Markup {
  const { phases } = labelsIn(place.language)
  const told = node.steps.map(
    ({ phase, from, to }) => `${phases[phase]} ${sentencesIn(place.language).duration(to - from)}`,
  )
  return html`<g><title>${[node.node, ...told].join(' · ')}</title>
<text class="name" x="${NAMES - 8}" y="${place.top + 14}">${clip(node.node, 22)}</text>${node.steps.map((step) => bar(step, x, place.top))}</g>
`
}

function bar({ phase, from, to, outcome }: Step, x: Scale['x'], top: number): Markup {
  const width = Math.max(1.5, Math.round((x(to) - x(from)) * 10) / 10)
  const failed = outcome === 'failed' ? html` p-failed` : html``
  return html`<rect class="p-${phase}${failed}" x="${x(from)}" y="${top + 3}" width="${width}" height="${ROW - 6}"/>`
}

/** `0:05`, `12:00`, `1:02:03`. */
function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
