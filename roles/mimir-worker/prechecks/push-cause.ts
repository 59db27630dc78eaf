import type { PushCause } from '../../../src/model/precheck.ts'
import { classify, type Patterns } from '../../../src/values/classify.ts'
import { INSTANCE_LIMIT, MIXED_UP } from '../mimir/rejection-causes.ts'
import type { PrecheckHttpAnswer } from './http-answer.ts'

type Answered = Extract<PrecheckHttpAnswer, { status: number }>

/** Why a push was not taken, by status and the words of Mimir, Cortex and what stands before them; undefined: it was. */
export function pushCause(answer: Answered): PushCause | undefined {
  const { status } = answer
  if (status === 200 || status === 204) return undefined
  return classify(`${answer.headers}\n${answer.body}`, patternsAt(status)) ?? byStatus(status)
}

/** The patterns that count where an answer has that status. */
function patternsAt(status: number): Patterns<PushCause> {
  return BY_TEXT.filter((row) => row.at(status)).map(({ pattern, cause }) => [pattern, cause])
}

interface PushCausePattern {
  readonly at: (status: number) => boolean
  readonly pattern: RegExp
  readonly cause: PushCause
}

const refused = (status: number): boolean => status >= 400 && status < 500
const anyError = (status: number): boolean => status >= 400

/** The first that matches counts; the text says more than the status. */
const BY_TEXT: readonly PushCausePattern[] = [
  { at: anyError, pattern: /no org id/iu, cause: 'no-tenant' },
  { at: anyError, pattern: INSTANCE_LIMIT, cause: 'instance-limit' },
  { at: anyError, pattern: /err-mimir-tenant-max-(?:ingestion|request)-rate/u, cause: 'rate-limited' },
  { at: anyError, pattern: /tenant ID|too many tenant/iu, cause: 'tenant-invalid' },
  {
    at: refused,
    pattern: /too far in the (?:future|past)|too new|too old|out of bounds|timestamp-too-old/iu,
    cause: 'time',
  },
  { at: refused, pattern: /out.of.order|duplicate.(?:sample|timestamp)/iu, cause: 'out-of-order' },
  {
    at: refused,
    pattern: /err-mimir-(?:max-)?label|metric-name|number of labels|label (?:name|value)|too many labels/iu,
    cause: 'labels',
  },
  { at: refused, pattern: /series limit|max-(?:series-per|active-series)/iu, cause: 'series-limit' },
  { at: refused, pattern: MIXED_UP, cause: 'scheme' },
  { at: refused, pattern: /corrupt input|wireType|unexpected EOF/u, cause: 'body-changed' },
  {
    at: (status) => status === 500,
    pattern: /empty ring|InstancesCount|not running|not ready/iu,
    cause: 'starting',
  },
  { at: anyError, pattern: /squid|proxy-authenticate/iu, cause: 'proxy' },
  // A reverse proxy has pages of its own for a login, a path and a size that it refuses: there the status says it.
  {
    at: (status) => status === 400 || (status > 400 && !BY_STATUS.has(status)),
    pattern: /<html/iu,
    cause: 'proxy',
  },
]

const BY_STATUS: ReadonlyMap<number, PushCause> = new Map([
  [202, 'elected-other'],
  [400, 'bad-request'],
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'not-found'],
  [405, 'wrong-method'],
  [407, 'proxy'],
  [413, 'too-large'],
  [415, 'content-type'],
  [422, 'tenant-invalid'],
  [429, 'rate-limited'],
  [502, 'gateway'],
  [503, 'gateway'],
  [504, 'gateway'],
])

function byStatus(status: number): PushCause {
  const known = BY_STATUS.get(status)
  if (known !== undefined) return known
  if (status >= 300 && status < 400) return 'redirect'
  return status >= 500 ? 'server-error' : 'other'
}
