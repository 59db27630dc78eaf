import { catalog } from '../../../messages/catalog.ts'
import type { Language } from '../../../messages/language.ts'
import { CHECKS } from '../../../model/check.ts'
import type { NodeReport, Report } from '../../../model/report.ts'
import { groupBy } from '../../../values/group-by.ts'
import { byName } from '../../text/fold.ts'
import { html, type Markup, translated } from '../markup.ts'
import { numberOf, STANDINGS, signOf, standingOf, worstCheck } from '../node-state.ts'
import type { PageSection } from '../page-section.ts'

/** Kolla's top groups; a node is shown once, under the first of these that it belongs to. */
const TOP_GROUPS = ['control', 'network', 'compute', 'storage', 'monitoring']

/** Up to so many nodes have their names in the map; beyond the second number the cells get small. */
const MOST_NAMED = 48
const MOST_LARGE = 200

/** A cell a node, by group: the whole fleet in one look. `language` is that of the names read aloud. */
export function fleetSection({ nodes }: Report, language: Language): PageSection {
  const sorted = nodes.toSorted((left, right) => byName(left.node, right.node))
  const groups = groupBy(sorted, topGroupOf)
  const ids = new Map(nodes.map((node, at) => [node, at]))
  const size = nodes.length <= MOST_NAMED ? 'named' : nodes.length <= MOST_LARGE ? 'large' : 'small'
  const body = html`<div class="map ${size}">${legend(nodes)}
${[...groups].sort(byRank).map(([group, members]) => groupCells(group, members, { ids, language, named: size === 'named' }))}</div>
${checkNumbers(nodes)}`
  return { name: 'glance', body }
}

export function topGroupOf({ groups }: NodeReport): string {
  return TOP_GROUPS.find((top) => groups.includes(top)) ?? groups[0] ?? ''
}

function byRank([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  const rank = (group: string): number =>
    (TOP_GROUPS.indexOf(group) + TOP_GROUPS.length + 1) % (TOP_GROUPS.length + 1)
  return rank(left) - rank(right) || byName(left, right)
}

/** What the numbers in the cells mean, where there are any. */
function checkNumbers(nodes: readonly NodeReport[]): Markup {
  if (!nodes.some((node) => standingOf(node) === 'unproven')) return html``
  const failed = new Set(nodes.map(worstCheck))
  return html`<p class="hint">${translated(({ page }) => page.glance)}</p>
<ul class="numbers">${CHECKS.map((check) => html`<li${failed.has(check) ? html` class="hit"` : html``}>${numberOf(check)} ${translated(({ labels }) => labels.checks[check])}</li>`)}</ul>`
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
        html`<li><i class="c ${standing}"></i>${count} ${translated(({ page }) => page.legend[standing])}</li>`,
    )}</ul>`
}

interface Cells {
  readonly ids: ReadonlyMap<NodeReport, number>
  readonly language: Language
  readonly named: boolean
}

function groupCells(group: string, members: readonly NodeReport[], cells: Cells): Markup {
  const name = group === '' ? translated(({ page }) => page.noGroup) : html`${group}`
  return html`<h3>${name} <small>${translated(({ summary }) => summary.nodes(members.length))}</small></h3>
<ul class="cells">${members.map((node) => cell(node, cells))}</ul>`
}

function cell(node: NodeReport, { ids, language, named }: Cells): Markup {
  const name = named ? html`<b>${node.node}</b>` : html``
  return html`<li><a class="c ${standingOf(node)}" href="#n${ids.get(node) ?? 0}" data-sign="${signOf(node)}" aria-label="${labelOf(node, language)}">${name}</a></li>`
}

/** `cmp1: 6 arrival`, `ctl1: verified`. */
function labelOf(node: NodeReport, language: Language): string {
  const check = worstCheck(node)
  if (standingOf(node) === 'unproven' && check !== undefined)
    return `${node.node}: ${signOf(node)} ${catalog(language).labels.checks[check]}`
  return `${node.node}: ${catalog(language).labels.states[node.state]}`
}
