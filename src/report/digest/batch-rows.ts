import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { Deferral, Rollout, RolloutBatch } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { fold } from '../text/fold.ts'

/** More batches than this are not read one by one. */
const MOST_BATCHES = 12

/** True where the way from batch to batch is worth telling: one batch that came to its end is not. */
export function isTelling({ batches, ending }: Rollout): boolean {
  return batches.length > 1 || !['complete', 'nothing-to-do'].includes(ending)
}

/** What became of each batch, of max_failures, and why there were no more. */
export function batchLines(rollout: Rollout, language: Language): readonly string[] {
  const { summary } = catalog(language)
  const { batches, failures, ending, reason } = rollout
  const shown = batches.length > MOST_BATCHES ? batches.slice(0, MOST_BATCHES - 1) : batches
  const lines = shown.flatMap((batch, at) => [
    batchLine(batch, at + 1, { of: batches.length, planned: ending === 'planned', language }),
    ...putOffLines(batch, language),
  ])
  const more = batches.length - shown.length
  const end = [
    summary.maxFailures(failures),
    summary.endings[ending],
    ...(reason === undefined ? [] : [reason]),
  ]
  return [...lines, ...(more > 0 ? [`… (+${more})`] : []), end.join(' · ')].map((line) =>
    safeLine(line, 1000),
  )
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

/** One line for all that share one thing with one node of the batch before. */
function putOffLines({ deferred = [] }: RolloutBatch, language: Language): string[] {
  const groups = new Map<string, Deferral[]>()
  for (const one of deferred) {
    const key = JSON.stringify([one.by, one.with])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const nodes = group.map(({ node }) => node)
    return [`· ${catalog(language).summary.deferred({ ...first, nodes: fold(nodes), count: nodes.length })}`]
  })
}

export function batchesHeading(language: Language): string {
  return catalog(language).labels.headings.batches
}
