import type { CheckResult, Difference } from '../../model/check.ts'
import type { NodeReport, Report, Step } from '../../model/report.ts'
import { explainFinding, labelsIn, pageWordsIn, sentencesIn } from '../../words/words.ts'
import { causesOf, evidenceOf, explain } from '../causes.ts'
import { timeOf } from '../totals.ts'
import { type Standing, standingOf } from './glance.ts'
import { both, bothProse, html, type Markup } from './markup.ts'

const ORDER: readonly Standing[] = [
  'failed',
  'unproven',
  'rolled-back',
  'interrupted',
  'untouched',
  'verified',
]

/** Every node: a line, and behind it the chain of proof, the reasons, the phases. What is wrong comes first. */
export function nodeSection({ nodes }: Report): Markup {
  const ids = new Map(nodes.map((node, at) => [node, at]))
  const sorted = nodes.toSorted(
    (left, right) => ORDER.indexOf(standingOf(left)) - ORDER.indexOf(standingOf(right)),
  )
  return html`<section aria-labelledby="h-nodes">
<h2 id="h-nodes">${both((one) => pageWordsIn(one).sections.nodes)}</h2>
<p id="none" hidden>${both((one) => pageWordsIn(one).none)}</p>
<div id="nodes">${sorted.map((node) => nodeDetails(node, ids.get(node) ?? 0))}</div>
</section>`
}

function nodeDetails(node: NodeReport, id: number): Markup {
  const standing = standingOf(node)
  const verdict = node.verdict
  const name = verdict === undefined ? html`–` : both((one) => labelsIn(one).verdicts[verdict])
  return html`<details class="node s-${node.state}" id="n${id}"><summary>
<span class="state ${standing}">${both((one) => labelsIn(one).states[node.state])}</span> <b>${node.node}</b>
<span class="verdict">${name}</span> ${dots(node.checks)}
<span class="time">${node.steps.length === 0 ? html`` : both((one) => sentencesIn(one).duration(timeOf(node)))}</span>
<span class="note">${note(node)}</span></summary>
<div class="body">${[failureBlock(node), chain(node.checks), reasons(node), steps(node.steps), where(node)]}</div></details>
`
}

function note(node: NodeReport): Markup {
  const [cause] = causesOf(node)
  return cause === undefined ? html`` : both((one) => explain(cause, one).what)
}

const DOTS: Readonly<Record<CheckResult['state'], Markup>> = {
  passed: html`●`,
  failed: html`<i class="failed">■</i>`,
  waiting: html`<i class="waiting">○</i>`,
  skipped: html`<i>○</i>`,
}

/** The chain as six marks; for the ear, how many of them passed. */
function dots(checks: readonly CheckResult[]): Markup {
  if (checks.length === 0) return html`<span></span>`
  const passed = checks.filter(({ state }) => state === 'passed').length
  return html`<span class="dots" role="img" aria-label="${passed}/${checks.length}">${checks.map(({ state }) => DOTS[state])}</span>`
}

function failureBlock(node: NodeReport): Markup {
  const cure = both((one) => labelsIn(one).headings.cure)
  return html`${causesOf(node)
    .filter((cause) => 'failure' in cause)
    .map((cause) => {
      const evidence = evidenceOf(cause)
      return html`<p class="what">${bothProse((one) => explain(cause, one).what)}</p>
<p>${cure}: ${bothProse((one) => explain(cause, one).cure)}</p>${evidence === '' ? html`` : html`<pre>${evidence}</pre>`}`
    })}`
}

function chain(checks: readonly CheckResult[]): Markup {
  if (checks.length === 0) return html``
  return html`<ol class="chain">${checks.map(
    (result) =>
      html`<li class="${result.state}"><b>${both((one) => labelsIn(one).checks[result.check])}</b> ${
        result.state === 'passed'
          ? html``
          : html`<em>${both((one) => labelsIn(one).checkStates[result.state])}</em> `
      }${found(result)}</li>`,
  )}</ol>`
}

function found({ finding, state }: CheckResult): Markup {
  const what = bothProse((one) => explainFinding(finding, one).what)
  const cure =
    explainFinding(finding, 'en').cure === ''
      ? html``
      : html`<br>${bothProse((one) => explainFinding(finding, one).cure)}`
  const compared = 'differences' in finding ? differences(finding.differences) : html``
  return state === 'passed' ? what : html`${what}${cure}${compared}${logOf({ finding })}`
}

function logOf({ finding }: Pick<CheckResult, 'finding'>): Markup {
  return 'log' in finding && finding.log !== '' ? html`<pre>${finding.log}</pre>` : html``
}

function differences(rows: readonly Difference[]): Markup {
  const column = (name: 'field' | 'found' | 'wanted'): Markup =>
    html`<th scope="col">${both((one) => pageWordsIn(one).columns[name])}</th>`
  return html`<table><thead><tr>${[column('field'), column('found'), column('wanted')]}</tr></thead>
<tbody>${rows.map(({ field, expected, found: seen }) => html`<tr><th scope="row">${field}</th><td>${seen}</td><td>${expected}</td></tr>`)}</tbody></table>`
}

/** Why the node got its verdict: as it was → as it shall be. */
function reasons({ reasons: rows }: NodeReport): Markup {
  if (rows.length === 0) return html``
  return html`<ul>${rows.map(({ field, current, desired }) => html`<li><b>${field}</b>: ${current} → ${desired}</li>`)}</ul>`
}

function steps(rows: readonly Step[]): Markup {
  if (rows.length === 0) return html``
  return html`<p class="steps">${both((one) => pageWordsIn(one).steps)}: ${both((one) =>
    rows
      .map(({ phase, from, to, outcome }) => {
        const labels = labelsIn(one)
        return `${labels.phases[phase]} ${sentencesIn(one).duration(to - from)} (${labels.outcomes[outcome]})`
      })
      .join(' · '),
  )}</p>`
}

function where({ generation, groups }: NodeReport): Markup {
  const lines = [
    generation === undefined
      ? html``
      : html`${both((one) => pageWordsIn(one).generation)}: <code>${generation}</code> · `,
    html`${both((one) => pageWordsIn(one).groups)}: ${groups.join(', ')}`,
  ]
  return html`<p class="hint">${lines}</p>`
}
