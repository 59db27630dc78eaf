import type { HookName } from '../../model/hook.ts'
import type { Result } from '../../model/result.ts'
import { defined } from '../../values/defined.ts'
import { parseDuration } from '../../values/duration.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import { doubtful, type ManifestProblem, wrong, wrongIf } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenRollout } from '../schema/written.ts'
import {
  type BatchSizes,
  parseBatchSizes,
  parseMaxFailures,
  type WrittenSizes,
} from '../values/batch-sizes.ts'
import { outOfRange } from '../values/duration-range.ts'
import type { Share } from '../values/number-or-percent.ts'
import type { RollbackPolicy } from '../values/rollback-policy.ts'

/** Batches and max_failures have none: they depend on the verb. */
export const ROLLOUT_DEFAULTS = {
  parallel: 50,
  pulls: 20,
  soak: '0s',
  drain: '30s',
  service_down: 'warning',
  rollback: 'batch',
  exclusive: ['mariadb', 'rabbitmq', 'loadbalancer'],
  confirm_prompt: true,
  failure_domain: 'zone',
  hooks: { deadline: '1m' },
  deadlines: { connect: '15s', observe: '30s', stage: '10m', activate: '2m', verify: '3m' },
} as const

/** Milliseconds from the latest possible end of a verification to an automatic revert. */
const GRACE = 60_000

/** Whether a service that an exporter reports to be down keeps a node from being verified. */
export type ServiceDown = 'warning' | 'error'

type DeadlineName = keyof NonNullable<WrittenRollout['deadlines']>

export interface RolloutSettings {
  /** How many nodes are worked on at the same time, and how many of them pull an image. */
  readonly parallel: number
  readonly pulls: number
  /** What is undefined depends on the verb. */
  readonly batches?: BatchSizes
  readonly maxFailures?: Share
  /** Milliseconds between a batch that is proven and the next one. */
  readonly soak: number
  readonly rollback: RollbackPolicy
  /** Groups whose nodes come first. */
  readonly order: readonly string[]
  /** Groups of which no two nodes are changed at the same time. */
  readonly exclusive: readonly string[]
  /** The host variable that names a node's failure domain, where that counts. */
  readonly failureDomain?: string
  /** Milliseconds from the activation until a node that no run confirms reverts on its own. */
  readonly autoRevertAfter: number
  /** Milliseconds that may be missing in a node's data after a batch. */
  readonly maxGap?: number
  /** Milliseconds that a worker which is to be stopped is given to send what it has; 0 for none. */
  readonly drain: number
  /** What it is where an exporter answers and the service that it watches is down. */
  readonly serviceDown: ServiceDown
  /** Whether a run on a terminal asks before it changes nodes. */
  readonly confirmPrompt: boolean
  readonly hooks: HookSettings
  /** Milliseconds for each phase on one node. */
  readonly deadlines: Readonly<Record<DeadlineName, number>>
}

/** Shell commands of this machine, for each moment in the order written. */
export interface HookSettings {
  readonly before: readonly string[]
  readonly afterBatch: readonly string[]
  readonly after: readonly string[]
  readonly onFailure: readonly string[]
  /** Milliseconds for each command. */
  readonly deadline: number
}

export function rolloutSettings(written: WrittenRollout): RolloutSettings {
  const merged = { ...ROLLOUT_DEFAULTS, ...written }
  const {
    parallel,
    pulls,
    rollback,
    exclusive,
    confirm_prompt: confirmPrompt,
    service_down: serviceDown,
    failure_domain: domain,
  } = merged
  const {
    batches,
    max_failures: maxFailures,
    order = [],
    auto_revert_after: revertAfter,
    max_gap: gap,
  } = written
  const deadlines = deadlinesOf(written.deadlines)
  return defined({
    parallel,
    pulls,
    batches: batches === undefined ? undefined : parsed(parseBatchSizes(batches)),
    maxFailures: maxFailures === undefined ? undefined : parsed(parseMaxFailures(maxFailures)),
    soak: milliseconds(merged.soak),
    drain: milliseconds(merged.drain),
    rollback,
    order,
    exclusive,
    failureDomain: domain === '' ? undefined : domain,
    autoRevertAfter:
      revertAfter === undefined ? deadlines.activate + deadlines.verify + GRACE : milliseconds(revertAfter),
    maxGap: gap === undefined ? undefined : milliseconds(gap),
    serviceDown,
    confirmPrompt,
    hooks: hookSettings(written.hooks ?? {}),
    deadlines,
  })
}

function deadlinesOf(written: WrittenRollout['deadlines']): RolloutSettings['deadlines'] {
  const merged = { ...ROLLOUT_DEFAULTS.deadlines, ...written }
  const deadline = (phase: DeadlineName): number => milliseconds(merged[phase])
  return {
    connect: deadline('connect'),
    observe: deadline('observe'),
    stage: deadline('stage'),
    activate: deadline('activate'),
    verify: deadline('verify'),
  }
}

function hookSettings(written: NonNullable<WrittenRollout['hooks']>): HookSettings {
  const commands = (moment: HookName): readonly string[] => [written[moment] ?? []].flat()
  return {
    before: commands('before'),
    afterBatch: commands('after_batch'),
    after: commands('after'),
    onFailure: commands('on_failure'),
    deadline: milliseconds(written.deadline ?? ROLLOUT_DEFAULTS.hooks.deadline),
  }
}

function milliseconds(duration: string): number {
  return parseDuration(duration) ?? 0
}

function parsed<T>(read: Result<T, unknown>): T | undefined {
  return read.ok ? read.value : undefined
}

/** What is wrong with how nodes are to be changed. */
export function rolloutProblems({ rollout = {} }: Draft): ManifestProblem[] {
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
  const allowed = maxFailures === undefined ? undefined : parseMaxFailures(maxFailures)
  return [
    ...Object.entries(deadlines).flatMap(([phase, text]) =>
      outOfRange(at('deadlines', phase), text, ['1s', '1d']),
    ),
    ...(batches === undefined ? [] : sizeProblems(at('batches'), batches)),
    ...wrongIf(at('max_failures'), allowed?.ok === false ? allowed.failure : undefined),
    ...outOfRange(at('soak'), soak, ['0s', '1d']),
    ...outOfRange(at('drain'), drain, ['0s', '1h']),
    ...outOfRange(at('max_gap'), gap, ['1s', '1d']),
    ...outOfRange(at('hooks', 'deadline'), hooks.deadline, ['1s', '1d']),
    ...autoRevertProblems(at('auto_revert_after'), rollout),
  ]
}

function sizeProblems(path: YamlPath, written: WrittenSizes): ManifestProblem[] {
  const sizes = parseBatchSizes(written)
  if (sizes.ok) return []
  return sizes.failure.map(({ at, message, remedy }) =>
    wrong(Array.isArray(written) ? [...path, at] : path, message, remedy),
  )
}

/** A node that reverts while it is still being verified can never be verified. */
function autoRevertProblems(
  path: YamlPath,
  { auto_revert_after: after, deadlines = {} }: NonNullable<Draft['rollout']>,
): ManifestProblem[] {
  const window = after === undefined ? undefined : parseDuration(after)
  if (after === undefined || window === undefined) return []
  const { activate, verify } = { ...ROLLOUT_DEFAULTS.deadlines, ...deadlines }
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
