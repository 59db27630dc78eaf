import type { FleetShape } from '../lab/base/fleet-spec.ts'

/** The labs that files share, by what is in them, and the most nodes that any file needs there. */
export const SHAPES = {
  rollout: { control: 1, compute: 3 },
  /** Two control nodes, so that one has to be chosen. */
  truth: { control: 2, compute: 1 },
  /** As many compute nodes as there are lies to be told at once. */
  proof: { control: 1, compute: 6 },
} as const satisfies Record<string, FleetShape>

export type Kind = keyof typeof SHAPES

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal that nobody can add to
const KINDS = Object.keys(SHAPES) as readonly Kind[]

/** A lab of the developer's own, which is brought up where it is not and is left up. */
export const OWN_LAB = process.env['LAB']

/** How many files of lab tests run at the same time, each on labs of its own: what two processors bear. */
export const AT_ONCE = OWN_LAB === undefined ? 4 : 1

/** Pure: the lab of a kind for the files that run in one place after each other. */
export function nameOf(kind: Kind, place: number): string {
  return `${kind}${place}`
}

/** Pure: all labs that files may share. */
export function sharedNames(): string[] {
  return KINDS.flatMap((kind) => Array.from({ length: AT_ONCE }, (_, at) => nameOf(kind, at + 1)))
}
