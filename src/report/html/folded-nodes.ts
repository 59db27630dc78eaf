import { fold } from '../text/fold.ts'
import { html, type Markup, translated } from './markup.ts'

const LONGEST_LIST = 160

/** Nodes by their folded names; a long list opens when it is asked for. */
export function foldedNodes(nodes: readonly string[]): Markup {
  const folded = fold(nodes)
  if (folded.length <= LONGEST_LIST) return html`<b>${folded}</b> <small>(${nodes.length})</small>`
  return html`<details><summary>${translated(({ summary }) => summary.nodes(nodes.length))}</summary><div>${folded}</div></details>`
}
