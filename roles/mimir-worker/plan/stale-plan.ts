import type { Failure } from '../../../src/model/failure.ts'
import type { PinnedNode } from '../../../src/model/report.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import type { ChangePlan } from './plan.ts'

/** What of a node a saved plan holds on to. */
export function pinnedOf(plan: Pick<ChangePlan, 'decision' | 'generation' | 'facts'>): PinnedNode {
  const { decision, generation, facts } = plan
  const { container, files } = facts
  return {
    verdict: decision.verdict,
    generation: generation.name,
    ...(files.current === undefined ? {} : { current: files.current }),
    ...(container === undefined ? {} : { container: container.id, image: container.image }),
  }
}

const FIELDS = {
  current: 'current generation',
  container: 'container',
  image: 'image',
  generation: 'rendered generation',
  verdict: 'verdict',
} as const satisfies Record<keyof PinnedNode, string>

const KEYS = ['current', 'container', 'image', 'generation', 'verdict'] as const

/** Why a node cannot be changed as a saved plan has it; undefined where nothing has moved. */
export function staleness(planned: PinnedNode | undefined, found: PinnedNode): Failure | undefined {
  const stale = KEYS.filter((key) => planned?.[key] !== found[key])
  if (stale.length === 0) return undefined
  const lines = stale.map((key) => `${FIELDS[key]}: ${planned?.[key] ?? 'none'} → ${found[key] ?? 'none'}`)
  return { reason: 'moved', fields: stale.map((key) => FIELDS[key]), evidence: safeText(lines.join('\n')) }
}
