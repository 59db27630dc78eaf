import type { Facts } from '../node/facts.ts'

/**
 * The generation that a node goes back to where nobody named one: the one before an activation that was not confirmed,
 * else the last other one that was confirmed and still lies there. Undefined where there is none.
 */
export function returnTarget({ records, files }: Pick<Facts, 'records' | 'files'>): string | undefined {
  if (records === undefined) return undefined
  const { unconfirmed, history, releases } = records
  const lies = (generation: string): boolean => releases.some((one) => one.generation === generation)
  if (unconfirmed !== undefined) return lies(unconfirmed.previous) ? unconfirmed.previous : undefined
  return history
    .toReversed()
    .find(({ how, generation }) => how === 'confirmed' && generation !== files.current && lies(generation))
    ?.generation
}
