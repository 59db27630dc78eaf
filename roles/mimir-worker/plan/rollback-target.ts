import type { Facts } from '../node/facts.ts'

/**
 * The generation that a node rolls back to where none is named: the one before an activation that was not confirmed,
 * else the last other one that was confirmed and is still there. Undefined where there is none.
 */
export function returnTarget({ records, files }: Pick<Facts, 'records' | 'files'>): string | undefined {
  if (records === undefined) return undefined
  const { unconfirmed, history, releases } = records
  const isOnNode = (generation: string): boolean =>
    releases.some((release) => release.generation === generation)
  if (unconfirmed !== undefined) return isOnNode(unconfirmed.previous) ? unconfirmed.previous : undefined
  return history
    .toReversed()
    .find(
      ({ how, generation }) => how === 'confirmed' && generation !== files.current && isOnNode(generation),
    )?.generation
}
