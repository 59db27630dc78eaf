import type { CheckResult } from '../../../src/model/check.ts'
import { safeText } from '../../../src/model/safe-text.ts'
import type { Container } from '../facts.ts'
import type { Look } from './look.ts'
import { broken, passed, waiting } from './verdict.ts'

/** Seconds that a container must have been up before "running" means more than "between two crashes". */
const SETTLED = 10

/** The container runs, was not restarted by the engine, and runs the image that was pulled. */
export function container({ facts, earlier, vars }: Look): CheckResult {
  const found = facts.container
  if (found === undefined) return broken('container', { kind: 'container-missing' })
  const log = safeText(found.log, 1000)
  if (restartsLately(found, facts.now, earlier?.container)) {
    return broken('container', { kind: 'container-restarting', restarts: found.restarts, log })
  }
  if (found.status !== 'running') {
    const { status, exitCode } = found
    return broken('container', { kind: 'container-not-running', status, exitCode, log })
  }
  if (found.health === 'unhealthy') return broken('container', { kind: 'container-unhealthy', log })
  if (facts.image?.id !== found.image) {
    return broken('container', {
      kind: 'image-differs',
      expected: facts.image?.id ?? vars.image,
      found: found.image,
    })
  }
  const up = facts.now - found.startedAt
  if (up < SETTLED) return waiting('container', { kind: 'container-settling', seconds: Math.max(0, up) })
  return passed('container', {
    status: found.status,
    restarts: found.restarts,
    image: found.image.slice(0, 19),
  })
}

/** Seconds within which a restart by the engine is not one of long ago. */
const LATELY = 60

function restartsLately(found: Container, now: number, before: Container | undefined): boolean {
  const same = before?.id === found.id
  return (found.restarts > 0 && now - found.startedAt < LATELY) || (same && found.restarts > before.restarts)
}
