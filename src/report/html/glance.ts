import { CHECKS } from '../../model/check.ts'
import type { NodeReport, NodeState, Report } from '../../model/report.ts'
import type { Language } from '../../words/language.ts'
import { labelsIn, pageWordsIn, sentencesIn } from '../../words/words.ts'
import { byName } from '../fold.ts'
import { both, html, type Markup } from './markup.ts'

/** How a node looks in the page: as its state, or `unproven` where a check failed. */
export type Standing = NodeState | 'unproven'

const STANDINGS: readonly Standing[] = [
  'verified',
  'unproven',
  'failed',
  'rolled-back',
  'interrupted',
  'untouched',
]

const SIGNS: Readonly<Record<NodeState, string>> = {
  verified: '✓',
  failed: '✗',
  'rolled-back': '↺',
  interrupted: '!',
  untouched: '–',
}

/** Kolla's top groups; a node is shown once, under the first of these that it belongs to. */
const TOP_GROUPS = ['control', 'network', 'compute', 'storage', 'monitoring']

export function standingOf(node: NodeReport): Standing {
  return node.state === 'failed' && firstFailed(node) > 0 ? 'unproven' : node.state
}

/** A cell a node, by group: the whole fleet in one look. `language` is that of the names read aloud. */
export function glanceSection({ nodes }: Report, language: Language): Markup {
  const groups = new Map<string, NodeReport[]>()
  for (const node of nodes.toSorted((left, right) => byName(left.node, right.node))) {
    const group = TOP_GROUPS.find((top) => node.groups.includes(top)) ?? node.groups[0] ?? ''
    groups.set(group, [...(groups.get(group) ?? []), node])
  }
  const ids = new Map(nodes.map((node, at) => [node, at]))
  return html`<section aria-labelledby="h-glance">
<h2 id="h-glance">${both((one) => pageWordsIn(one).sections.glance)}</h2>
<p class="hint">${both((one) => pageWordsIn(one).glance)} ${checkNumbers()}</p>
${legend(nodes)}
${[...groups].sort(byRank).map(([group, members]) => groupCells(group, members, { ids, language }))}
</section>`
}

function byRank([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  const rank = (group: string): number =>
    (TOP_GROUPS.indexOf(group) + TOP_GROUPS.length + 1) % (TOP_GROUPS.length + 1)
  return rank(left) - rank(right) || byName(left, right)
}

function checkNumbers(): Markup {
  return html`${CHECKS.map((check, at) => html`<span class="num">${at + 1}&nbsp;${both((one) => labelsIn(one).checks[check])}</span> `)}`
}

function legend(nodes: readonly NodeReport[]): Markup {
  const counts = STANDINGS.map((standing) => ({
    standing,
    count: nodes.filter((node) => standingOf(node) === standing).length,
  }))
  return html`<ul class="legend">${counts
    .filter(({ count }) => count > 0)
    .map(
      ({ standing, count }) =>
        html`<li><i class="c ${standing}"></i>${count} ${both((one) => pageWordsIn(one).legend[standing])}</li>`,
    )}</ul>`
}

interface Cells {
  readonly ids: ReadonlyMap<NodeReport, number>
  readonly language: Language
}

function groupCells(group: string, members: readonly NodeReport[], { ids, language }: Cells): Markup {
  const name = group === '' ? both((one) => pageWordsIn(one).noGroup) : html`${group}`
  return html`<h3>${name} <small>${both((one) => sentencesIn(one).nodes(members.length))}</small></h3>
<ul class="cells">${members.map((node) => {
    const label = labelOf(node, language)
    return html`<li><a class="c ${standingOf(node)}" href="#n${ids.get(node) ?? 0}" title="${label}" aria-label="${label}">${signOf(node)}</a></li>`
  })}</ul>`
}

/** `cmp1: 6 arrival`, `ctl1: verified`. */
function labelOf(node: NodeReport, language: Language): string {
  const check = CHECKS[firstFailed(node) - 1]
  if (standingOf(node) === 'unproven' && check !== undefined)
    return `${node.node}: ${signOf(node)} ${labelsIn(language).checks[check]}`
  return `${node.node}: ${labelsIn(language).states[node.state]}`
}

function signOf(node: NodeReport): string {
  return standingOf(node) === 'unproven' ? String(firstFailed(node)) : SIGNS[node.state]
}

/** The number of the first check that failed, from 1; 0 where none did. */
function firstFailed(node: NodeReport): number {
  const check = node.checks.find(({ state }) => state === 'failed')?.check
  return check === undefined ? 0 : CHECKS.indexOf(check) + 1
}
