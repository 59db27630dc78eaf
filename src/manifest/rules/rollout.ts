import { parseDuration } from '../../values/duration.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import { doubtful, type Mistake, wrong, wrongIf } from '../problems/mistake.ts'
import { MANIFEST_DEFAULTS } from '../schema/defaults.ts'
import type { Draft, WrittenRollout } from '../schema/written.ts'
import { parseBatchSizes, parseBudget } from '../values/batch-sizes.ts'
import { outOfRange } from '../values/duration-range.ts'

type Rollout = NonNullable<Draft['rollout']>

/** Whether a run can go about the nodes as the manifest says, and ends. */
export function rolloutMistakes({ rollout = {} }: Draft): Mistake[] {
  const at = (...keys: string[]): YamlPath => ['rollout', ...keys]
  const { deadlines = {}, batches, budget, soak, drain, max_gap: gap, hooks = {} } = rollout
  const spent = budget === undefined ? undefined : parseBudget(budget)
  return [
    ...Object.entries(deadlines).flatMap(([phase, text]) =>
      outOfRange(at('deadlines', phase), text, ['1s', '1d']),
    ),
    ...(batches === undefined ? [] : sizeMistakes(at('batches'), batches)),
    ...wrongIf(at('budget'), spent?.ok === false ? spent.failure : undefined),
    ...outOfRange(at('soak'), soak, ['0s', '1d']),
    ...outOfRange(at('drain'), drain, ['0s', '1h']),
    ...outOfRange(at('max_gap'), gap, ['1s', '1d']),
    ...outOfRange(at('hooks', 'deadline'), hooks.deadline, ['1s', '1d']),
    ...confirmMistakes(at('confirm'), rollout),
  ]
}

function sizeMistakes(path: YamlPath, written: NonNullable<WrittenRollout['batches']>): Mistake[] {
  const sizes = parseBatchSizes(written)
  if (sizes.ok) return []
  return sizes.failure.map(({ at, message, remedy }) =>
    wrong(Array.isArray(written) ? [...path, at] : path, message, remedy),
  )
}

/** A node that goes back while it is still being proven would never be proven. */
function confirmMistakes(path: YamlPath, { confirm, deadlines = {} }: Rollout): Mistake[] {
  const window = confirm === undefined ? undefined : parseDuration(confirm)
  if (confirm === undefined || window === undefined) return []
  const { activate, verify } = { ...MANIFEST_DEFAULTS.rollout.deadlines, ...deadlines }
  const proving = parseDuration(verify) ?? 0
  if (window < proving) {
    const message = `${confirm} is shorter than rollout.deadlines.verify, ${verify}: nodes would go back while they are proven`
    return [wrong(path, message, `write more than ${verify}, or leave it out`)]
  }
  if (window < proving + (parseDuration(activate) ?? 0)) {
    const message = `${confirm} is shorter than the deadlines of activate and verify together (${activate}, ${verify}): a slow node would go back while it is proven`
    return [doubtful(path, message, 'write more, or leave it out')]
  }
  return outOfRange(path, confirm, ['1s', '1d'])
}
