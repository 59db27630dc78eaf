import type { CheckResult } from '../../../src/model/check.ts'
import { type SafeText, safeText } from '../../../src/values/safe-text.ts'
import type { Container } from '../node/facts.ts'
import { imageFor, runsImage } from '../worker/image.ts'
import { crashOf } from './crash-causes.ts'
import type { Evidence } from './evidence.ts'
import { broken, passed, waiting } from './result.ts'

/** Seconds that a container must have been up before "running" means more than "between two crashes". */
const SETTLED = 10

/** Seconds within which a restart by the engine is not one of long ago. */
const LATELY = 30

/** The container runs, was not restarted by the engine, and runs the image that was pulled. */
export function container({ facts, previous, vars }: Evidence): CheckResult {
  const found = facts.container
  if (found === undefined) return broken('container', { kind: 'container-missing' })
  const log = lastWords(found.log)
  const crash = crashOf(log, facts, vars.listen)
  const why = { log, ...(crash === undefined ? {} : { crash }) }
  const restarting = { kind: 'container-restarting', restarts: found.restarts, ...why } as const
  const before = previous?.container
  if (before?.id === found.id && found.restarts > before.restarts) return broken('container', restarting)
  const lately = found.restarts > 0 && facts.now - found.startedAt < LATELY
  if (found.status !== 'running') {
    if (lately) return broken('container', restarting)
    const { status, exitCode } = found
    return broken('container', { kind: 'container-not-running', status, exitCode, ...why })
  }
  const health = healthOf(found, log)
  if (health?.state === 'failed') return health
  const image = imageFor(facts.images, vars.image)
  if (image === undefined || !runsImage(found, image, vars.image)) {
    return broken('container', {
      kind: 'image-differs',
      expected: image?.id ?? vars.image,
      found: found.image,
    })
  }
  // What ailed it may be cured by now: whether it stays up is seen by waiting.
  if (lately) return waiting('container', restarting)
  if (health !== undefined) return health
  const up = facts.now - found.startedAt
  if (up < SETTLED) return waiting('container', { kind: 'container-settling', seconds: Math.max(0, up) })
  return passed('container', {
    status: found.status,
    restarts: found.restarts,
    image: found.image.slice(0, 19),
  })
}

/**
 * What its health check says against it: with what the last one printed, else the end of its log. After an outage it may
 * still replay its write-ahead log; but what failed its first check is not verified.
 */
function healthOf({ health, healthCheck }: Container, log: SafeText): CheckResult | undefined {
  const failedOnce = healthCheck !== undefined && healthCheck.exitCode !== 0
  const printed = safeText(failedOnce ? healthCheck.output.trim() : '', 500)
  const finding = { kind: 'container-unhealthy', log: printed === '' ? log : printed } as const
  if (health === 'unhealthy') return broken('container', finding)
  return health === 'starting' && failedOnce ? waiting('container', finding) : undefined
}

/** The last line that names an error, else the end of what it wrote. */
function lastWords(log: string): SafeText {
  const telling = log.split('\n').filter((line) => /level=error|\berr=|\bpanic|\bfatal/iu.test(line))
  return safeText((telling.at(-1) ?? log.trimEnd()).slice(-1000), 1000)
}
