import { catalog } from '../../messages/catalog.ts'
import { listed } from '../../messages/format.ts'
import type { Language } from '../../messages/language.ts'
import type { Rollout, RolloutBatch } from '../../model/report.ts'
import { groupBy } from '../../values/group-by.ts'
import { safeLine } from '../../values/safe-text.ts'
import { fold } from '../text/fold.ts'

/** How many batches are shown. */
const MOST_BATCHES = 12

/** True unless there was one batch at most, and it was completed. */
export function isWorthShowing({ batches, ending }: Rollout): boolean {
  return batches.length > 1 || !['complete', 'nothing-to-do'].includes(ending)
}

/** The state of each batch, the failures against max_failures, and how the rollout ended. */
export function batchLines(rollout: Rollout, language: Language): readonly string[] {
  const { summary } = catalog(language)
  const { batches, order, failures, ending, reason } = rollout
  const shown = batches.length > MOST_BATCHES ? batches.slice(0, MOST_BATCHES - 1) : batches
  const lines = shown.flatMap((batch, at) => [
    batchLine(batch, at + 1, { of: batches.length, planned: ending === 'planned', language }),
    ...deferredLines(batch, language),
  ])
  const more = batches.length - shown.length
  const end = [
    summary.maxFailures(failures),
    summary.endings[ending],
    ...(reason === undefined ? [] : [reason]),
  ]
  return [
    ...reasonLines(order, language),
    ...lines,
    ...(more > 0 ? [`… (+${more})`] : []),
    end.join(' · '),
  ].map((line) => safeLine(line, 1000))
}

function batchLine(
  { nodes, state }: RolloutBatch,
  batch: number,
  { of, planned, language }: { readonly of: number; readonly planned: boolean; readonly language: Language },
): string {
  const { summary } = catalog(language)
  const what = summary.batch({ batch, of, nodes: fold(nodes), count: nodes.length })
  return planned ? what : `${what}  ${summary.batchStates[state]}`
}

function reasonLines(order: Rollout['order'], language: Language): string[] {
  const { summary } = catalog(language)
  const { first, last = [], canary = [] } = order ?? {}
  return [
    ...(canary.length === 0 ? [] : [`· ${summary.canary(listed(canary))}`]),
    ...(first === undefined ? [] : [`· ${summary.batchOrder({ first, last: listed(last) })}`]),
  ]
}

/** One line for all nodes that were deferred for the same reason. */
function deferredLines({ deferred = [] }: RolloutBatch, language: Language): string[] {
  const groups = groupBy(deferred, (deferral) => JSON.stringify([deferral.by, deferral.with]))
  return [...groups.values()].map((group) => {
    const nodes = group.map(({ node }) => node)
    return `· ${catalog(language).summary.deferred({ ...group[0], nodes: fold(nodes), count: nodes.length })}`
  })
}

export function batchesHeading(language: Language): string {
  return catalog(language).labels.headings.batches
}
