import { mend } from '../lab/faults/faults.ts'
import { type Lab, up } from '../lab/lab/lab.ts'

/** A lab of its own, which the files of this folder share: two control nodes, so that one has to be chosen. */
export const CLOUD = 'truth'

export const NODES = ['cmp1', 'ctl1', 'ctl2'] as const

export async function cloud(): Promise<Lab> {
  const lab = await up({ name: CLOUD, shape: { control: 2, compute: 1 } })
  await mend(lab)
  return lab
}

/** The same words for every node. */
export function all<Words>(words: Words): Record<string, Words> {
  return Object.fromEntries(NODES.map((node) => [node, words]))
}
