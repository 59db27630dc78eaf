import { outOfRange } from '../duration-range.ts'
import type { Mistake } from '../mistake.ts'
import type { Draft } from '../written.ts'

/** Whether every deadline can be kept, and ends. */
export function rolloutMistakes({ rollout = {} }: Draft): Mistake[] {
  return Object.entries(rollout.deadlines ?? {}).flatMap(([phase, text]) =>
    outOfRange(['rollout', 'deadlines', phase], text, ['1s', '1d']),
  )
}
