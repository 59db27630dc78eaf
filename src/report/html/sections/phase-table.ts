import type { PhaseSpan, Wait } from '../../digest/phase-spans.ts'
import { html, type Markup, translated } from '../markup.ts'

/** A row a phase: how long, which node was slowest, and who waited for it. */
export function phaseTable(spans: readonly PhaseSpan[], waits: readonly Wait[]): Markup {
  const columns = (['phase', 'from', 'took', 'typical', 'slowest', 'waitedFor'] as const).map(
    (name) => html`<th scope="col">${translated(({ page }) => page.columns[name])}</th>`,
  )
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="h-timeline"><table class="phases">
<thead><tr>${columns}</tr></thead><tbody>${spans.map((span, at) => row(span, heldUpBy(span, spans[at + 1], waits)))}</tbody></table></div>`
}

/** What the nodes waited after this phase for the one that was ready last. */
function heldUpBy(span: PhaseSpan, next: PhaseSpan | undefined, waits: readonly Wait[]): readonly number[] {
  return waits
    .filter(({ before, node }) => before === next?.phase && node === span.last)
    .map(({ from, to }) => to - from)
}

function row(
  { phase, nodes, failed, from, to, typical, slowest, last }: PhaseSpan,
  held: readonly number[],
): Markup {
  const cells = [
    html`${clock(from)}`,
    html`${duration(to - from)} <small>${translated(({ summary }) => summary.nodes(nodes))}</small>${
      failed > 0
        ? html` <span class="bad">${translated(({ page }) => page.failedCount(failed))}</span>`
        : html``
    }`,
    duration(typical),
    html`${duration(slowest.milliseconds)} <small>${slowest.node}</small>`,
    held.length === 0
      ? html`–`
      : translated(({ page, summary }) =>
          page.waitedFor({
            node: last,
            nodes: held.length,
            longest: summary.duration(Math.max(...held)),
          }),
        ),
  ]
  return html`<tr><th scope="row"><i class="c p-${phase}"></i> ${translated(({ labels }) => labels.phases[phase])}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`
}

function duration(milliseconds: number): Markup {
  return translated(({ summary }) => summary.duration(milliseconds))
}

/** `0:05`, `12:00`, `1:02:03`. */
export function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
