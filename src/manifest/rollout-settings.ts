import type { HookName } from '../model/hook.ts'
import type { Result } from '../model/result.ts'
import { defined } from '../values/defined.ts'
import { parseDuration } from '../values/duration.ts'
import { MANIFEST_DEFAULTS } from './schema/defaults.ts'
import type { DeadlineName, WrittenHooks, WrittenRollout } from './schema/written.ts'
import type { HookSettings, RolloutSettings } from './settings.ts'
import { parseBatchSizes, parseMaxFailures } from './values/batch-sizes.ts'

/** Milliseconds between the end of what is proven at the latest and a node that goes back by itself. */
const GRACE = 60_000

/** How a run goes about the nodes, of keys that nothing is wrong with. */
export function rolloutSettings(written: WrittenRollout): RolloutSettings {
  const {
    parallel,
    pulls,
    soak,
    drain,
    rollback,
    order = [],
    exclusive,
    ...rest
  } = {
    ...MANIFEST_DEFAULTS.rollout,
    ...written,
  }
  const {
    batches,
    max_failures: maxFailures,
    failure_domain: domain,
    auto_revert_after: revertAfter,
    max_gap: gap,
  } = rest
  const deadlines = deadlinesOf(written.deadlines)
  return {
    parallel,
    pulls,
    ...defined({
      batches: batches === undefined ? undefined : understood(parseBatchSizes(batches)),
      maxFailures: maxFailures === undefined ? undefined : understood(parseMaxFailures(maxFailures)),
    }),
    soak: milliseconds(soak),
    drain: milliseconds(drain),
    rollback,
    order,
    exclusive,
    ...defined({ failureDomain: domain === '' ? undefined : domain }),
    autoRevertAfter:
      revertAfter === undefined ? deadlines.activate + deadlines.verify + GRACE : milliseconds(revertAfter),
    ...defined({ maxGap: gap === undefined ? undefined : milliseconds(gap) }),
    hooks: hookSettings(written.hooks ?? {}),
    deadlines,
  }
}

function deadlinesOf(written: WrittenRollout['deadlines']): RolloutSettings['deadlines'] {
  const merged = { ...MANIFEST_DEFAULTS.rollout.deadlines, ...written }
  const deadline = (phase: DeadlineName): number => milliseconds(merged[phase])
  return {
    connect: deadline('connect'),
    observe: deadline('observe'),
    stage: deadline('stage'),
    activate: deadline('activate'),
    verify: deadline('verify'),
  }
}

function hookSettings(written: WrittenHooks): HookSettings {
  const commands = (moment: HookName): readonly string[] => [written[moment] ?? []].flat()
  return {
    before: commands('before'),
    afterBatch: commands('after_batch'),
    after: commands('after'),
    onFailure: commands('on_failure'),
    deadline: milliseconds(written.deadline ?? MANIFEST_DEFAULTS.rollout.hooks.deadline),
  }
}

function milliseconds(duration: string): number {
  return parseDuration(duration) ?? 0
}

function understood<T>(read: Result<T, unknown>): T | undefined {
  return read.ok ? read.value : undefined
}
