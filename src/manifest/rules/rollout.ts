import { parseDuration } from '../../values/duration.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import { doubtful, type ManifestProblem, wrong, wrongIf } from '../problems/mistake.ts'
import { MANIFEST_DEFAULTS } from '../schema/defaults.ts'
import type { Draft, WrittenRollout } from '../schema/written.ts'
import { parseBatchSizes, parseMaxFailures } from '../values/batch-sizes.ts'
import { outOfRange } from '../values/duration-range.ts'

type Rollout = NonNullable<Draft['rollout']>

/** Whether a run can go about the nodes as the manifest says, and ends. */
export function rolloutMistakes({ rollout = {} }: Draft): ManifestProblem[] {
  const at = (...keys: string[]): YamlPath => ['rollout', ...keys]
  const {
    deadlines = {},
    batches,
    max_failures: maxFailures,
    soak,
    drain,
    max_gap: gap,
    hooks = {},
  } = rollout
  const parsed = maxFailures === undefined ? undefined : parseMaxFailures(maxFailures)
  return [
    ...Object.entries(deadlines).flatMap(([phase, text]) =>
      outOfRange(at('deadlines', phase), text, ['1s', '1d']),
    ),
    ...(batches === undefined ? [] : sizeMistakes(at('batches'), batches)),
    ...wrongIf(at('max_failures'), parsed?.ok === false ? parsed.failure : undefined),
    ...outOfRange(at('soak'), soak, ['0s', '1d']),
    ...outOfRange(at('drain'), drain, ['0s', '1h']),
    ...outOfRange(at('max_gap'), gap, ['1s', '1d']),
    ...outOfRange(at('hooks', 'deadline'), hooks.deadline, ['1s', '1d']),
    ...autoRevertMistakes(at('auto_revert_after'), rollout),
  ]
}

function sizeMistakes(path: YamlPath, written: NonNullable<WrittenRollout['batches']>): ManifestProblem[] {
  const sizes = parseBatchSizes(written)
  if (sizes.ok) return []
  return sizes.failure.map(({ at, message, remedy }) =>
    wrong(Array.isArray(written) ? [...path, at] : path, message, remedy),
  )
}

/** A node that goes back while it is still being proven would never be proven. */
function autoRevertMistakes(
  path: YamlPath,
  { auto_revert_after: after, deadlines = {} }: Rollout,
): ManifestProblem[] {
  const window = after === undefined ? undefined : parseDuration(after)
  if (after === undefined || window === undefined) return []
  const { activate, verify } = { ...MANIFEST_DEFAULTS.rollout.deadlines, ...deadlines }
  const proving = parseDuration(verify) ?? 0
  if (window < proving) {
    const message = `${after} is shorter than rollout.deadlines.verify, ${verify}: nodes would revert while they are still being verified`
    return [wrong(path, message, `write more than ${verify}, or leave it out`)]
  }
  if (window < proving + (parseDuration(activate) ?? 0)) {
    const message = `${after} is shorter than the deadlines of activate and verify together (${activate}, ${verify}): a slow node would revert while it is still being verified`
    return [doubtful(path, message, 'write more, or leave it out')]
  }
  return outOfRange(path, after, ['1s', '1d'])
}
