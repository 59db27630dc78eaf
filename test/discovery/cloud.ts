import type { Lab } from '../lab/lab/lab.ts'
import { labOf } from '../support/labs.ts'

export const NODES = ['cmp1', 'ctl1', 'ctl2'] as const

export async function cloud(): Promise<Lab> {
  return labOf('truth')
}

/** The same words for every node. */
export function all<Words>(words: Words): Record<string, Words> {
  return Object.fromEntries(NODES.map((node) => [node, words]))
}
