import { catalog } from '../../../messages/catalog.ts'
import { LANGUAGES } from '../../../messages/language.ts'
import type { NodeReport, NodeState, Report } from '../../../model/report.ts'
import { causesOf, explain } from '../../digest/causes.ts'
import { timeOf } from '../../digest/totals.ts'
import { dots } from '../check-chain.ts'
import { choice } from '../choice.ts'
import { html, type Markup, translated } from '../markup.ts'
import { STANDINGS, standingOf } from '../node-state.ts'
import type { PageSection } from '../page-section.ts'
import { causesByNode } from './cause-section.ts'
import { groupSetsByNode } from './group-section.ts'
import { nodeBody } from './node-body.ts'

const FILTERS = ['all', 'bad', 'failed', 'rolled-back', 'interrupted', 'untouched', 'verified'] as const

/** Beyond so many, those that are not seen are not laid out, and those that are well are not printed. */
const MANY = 200

/** Where a node's entry is linked from and to. */
interface NodePlace {
  readonly id: number
  readonly causes: readonly number[]
  readonly set: number
}

/** Every node: a line, and behind it the chain of proof, the reasons, the phases. What is wrong comes first. */
export function nodeSection(report: Report): PageSection {
  const { nodes } = report
  const [causes, sets] = [causesByNode(report), groupSetsByNode(report)]
  const entries = nodes
    .map((node, id) => ({ node, id }))
    .toSorted((left, right) => rank(left.node) - rank(right.node))
    .map(({ node, id }) => {
      const place = { id, causes: causes.get(node.node) ?? [], set: sets.get(node.node) ?? 0 }
      return nodeDetails(node, place)
    })
  const many = nodes.length > MANY
  const omitted = html`<p class="hint on-paper">${translated(({ page }) => page.omitted)}</p>`
  const body = html`${toolbar(nodes)}${many ? omitted : html``}
<p id="none" hidden>${translated(({ page }) => page.none)}</p>
<div id="entries"${many ? html` class="many"` : html``}>${entries}</div>`
  return { name: 'nodes', body }
}

function rank(node: NodeReport): number {
  return STANDINGS.indexOf(standingOf(node))
}

/** Only what there is can be chosen. */
function toolbar(nodes: readonly NodeReport[]): Markup {
  const counted = FILTERS.map((filter) => ({ filter, count: nodes.filter(chosenBy(filter)).length }))
  const choices = counted
    .filter(({ filter, count }) => filter === 'all' || (count > 0 && count < nodes.length))
    .map(({ filter, count }) =>
      choice('show', filter, {
        checked: filter === 'all',
        label: html`${translated(({ page }) => page.filters[filter])} <small>${count}</small>`,
      }),
    )
  return html`<div class="toolbar"><fieldset><legend>${translated(({ page }) => page.show)}</legend>${choices}</fieldset>${finder()}</div>`
}

function chosenBy(filter: 'all' | 'bad' | NodeState): (node: NodeReport) => boolean {
  return ({ state }) => filter === 'all' || (filter === 'bad' ? state !== 'verified' : state === filter)
}

/** Shown by the script, without which it could do nothing. */
function finder(): Markup {
  const hints = LANGUAGES.map((language) => {
    const { search, searchHint } = catalog(language).page
    return html` data-${language}="${searchHint}" data-${language}-label="${search}"`
  })
  return html`<span id="finder" hidden><input type="search" id="search" autocomplete="off" aria-keyshortcuts="/"${hints}> <output id="count" for="search"></output> <button type="button" id="clear" hidden>${translated(({ page }) => page.clear)}</button></span>`
}

function nodeDetails(node: NodeReport, { id, causes, set }: NodePlace): Markup {
  const standing = standingOf(node)
  const marks = causes.length === 0 ? html`` : html` data-causes="${causes.join(' ')}"`
  return html`<details class="node s-${node.state}" id="n${id}" data-set="${set}"${marks}><summary>
<span class="state ${standing}">${translated(({ labels }) => labels.states[node.state])}</span> <b class="name">${node.node}</b>
${dots(node.checks)} <span class="verdict">${verdict(node)}</span>
<span class="time">${node.steps.length === 0 ? html`` : translated(({ summary }) => summary.duration(timeOf(node)))}</span>
<span class="note">${note(node)}</span></summary>
${nodeBody(node, set)}</details>
`
}

function verdict({ verdict: given }: NodeReport): Markup {
  return given === undefined ? html`` : translated(({ labels }) => labels.verdicts[given])
}

function note(node: NodeReport): Markup {
  const [cause] = causesOf(node)
  if (cause !== undefined) return translated((_, language) => explain(cause, language).problem)
  const { rollback } = node
  return rollback === undefined ? html`` : translated(({ summary }) => summary.rolledBack(rollback))
}
