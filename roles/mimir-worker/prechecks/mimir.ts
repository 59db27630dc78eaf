import { isIP } from 'node:net'
import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import type { PrecheckHttpAnswer } from './http-answer.ts'
import type { Inspection } from './inspection.ts'
import { pushCause } from './push-cause.ts'
import { failing, notReached, passed, skipped } from './result.ts'

/** Those with which programs/prechecks.sh can ask; bash alone speaks no TLS. */
function toolsFor(url: string): readonly string[] {
  return url.startsWith('https:') ? ['curl', 'wget'] : ['curl', 'bash', 'wget']
}

/** Whether the node knows the address of Mimir's name. */
export function name({ name: found }: Inspection, host: string): PrecheckResult {
  if (isIP(host) !== 0) return passed('name', { address: host })
  if (found === undefined) return skipped('name', { kind: 'no-tool', tools: ['getent'] })
  if (found.exit === 0 && found.addresses.length > 0)
    return passed('name', { [host]: found.addresses.join(' ') })
  if (found.ofNode.length > 0)
    return failing('name', {
      kind: 'name-of-node-only',
      host,
      addresses: found.ofNode.map((text) => safeLine(text)),
    })
  return failing('name', { kind: 'name-unresolved', host, evidence: safeLine(found.addresses.join(' ')) })
}

/** Whether an HTTP server answers there at all, and does not say itself that it is not ready. */
export function reach({ ready }: Inspection, url: string): PrecheckResult {
  if (ready === undefined) return skipped('mimir', { kind: 'no-tool', tools: toolsFor(url) })
  if ('silence' in ready) {
    const { silence } = ready
    if (silence === 'no-tool') return skipped('mimir', { kind: 'no-tool', tools: toolsFor(url) })
    return failing('mimir', { kind: 'mimir-unreachable', url, silence, evidence: ready.evidence })
  }
  const { status, body } = ready
  if (status >= 500)
    return failing('mimir', { kind: 'mimir-not-ready', url, status, evidence: readable(body) })
  return passed('mimir', { HTTP: status, time: `${ready.seconds.toFixed(2)} s`, at: url })
}

/** Whether Mimir takes a sample of this node under this tenant. */
export function push(inspection: Inspection, { pushUrl: url, tenant }: WorkerSettings): PrecheckResult {
  const { push: answer } = inspection
  if (answer === undefined) return notReached('push', 'mimir')
  if ('silence' in answer) {
    const { silence } = answer
    if (silence === 'no-tool') return skipped('push', { kind: 'no-tool', tools: toolsFor(url) })
    return failing('push', { kind: 'mimir-unreachable', url, silence, evidence: answer.evidence })
  }
  const { status } = answer
  const evidence = readable(answer.body)
  const cause = pushCause(answer)
  if (cause !== undefined)
    return failing('push', { kind: 'push-refused', url, tenant, status, cause, evidence })
  return passed('push', { HTTP: status, time: `${answer.seconds.toFixed(2)} s`, at: url, tenant })
}

/** What a page of a proxy says, without its tags. */
function readable(body: SafeText): SafeText {
  if (!/<html/iu.test(body)) return body
  return safeLine(
    body
      .replaceAll(/<[^<>]*>|⏎/gu, ' ')
      .replaceAll(/ {2,}/gu, ' ')
      .trim(),
  )
}

/** Whether something at Mimir's address answered the node over HTTP. */
export function reached(answer: PrecheckHttpAnswer | undefined): boolean {
  return answer !== undefined && 'status' in answer
}
