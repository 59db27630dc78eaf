import type { FleetShape } from '../lab/base/fleet-spec.ts'

/** The labs that files share, by what is in them, and the most nodes that any file needs there. */
export const SHAPES = {
  rollout: { control: 1, compute: 3 },
  /** One node of every pairing of an engine and a compose. */
  engines: { control: 1, compute: 3, suites: { cmp2: 'compose1' } },
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

/** Pure: the labs of a kind, one for each file that may run at the same time. */
export function namesOf(kind: Kind): string[] {
  return Array.from({ length: AT_ONCE }, (_, at) => `${kind}${at + 1}`)
}

/** Pure: all labs that files may share. */
export function sharedNames(): string[] {
  return KINDS.flatMap(namesOf)
}
