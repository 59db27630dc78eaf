import type { CheckResult } from '../../../src/model/check.ts'
import { safeText } from '../../../src/model/safe-text.ts'
import type { Look } from './look.ts'
import { broken, passed, waiting } from './verdict.ts'

/** Seconds that a container must have been up before "running" means more than "between two crashes". */
const SETTLED = 3

/** The container runs, was not restarted by the engine, and runs the image that was pulled. */
export function container({ facts }: Look): CheckResult {
  const found = facts.container
  if (found === undefined) return broken('container', { kind: 'container-missing' })
  const log = safeText(found.log, 1000)
  if (found.restarts > 0 && facts.now - found.startedAt < 60) {
    return broken('container', { kind: 'container-restarting', restarts: found.restarts, log })
  }
  if (found.status !== 'running') {
    const { status, exitCode } = found
    return broken('container', { kind: 'container-not-running', status, exitCode, log })
  }
  if (found.health === 'unhealthy') return broken('container', { kind: 'container-unhealthy', log })
  if (facts.image !== undefined && facts.image.id !== found.image) {
    return broken('container', { kind: 'image-differs', expected: facts.image.id, found: found.image })
  }
  const up = facts.now - found.startedAt
  if (up < SETTLED)
    return waiting('container', { kind: 'container-restarting', restarts: found.restarts, log })
  return passed('container', {
    status: found.status,
    restarts: found.restarts,
    image: found.image.slice(0, 19),
  })
}
