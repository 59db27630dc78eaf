import type { PushCause } from '../../../src/model/precheck.ts'
import { INSTANCE_LIMIT, MIXED_UP } from '../mimir/error-patterns.ts'
import type { PrecheckHttpAnswer } from './http-answer.ts'

type Answered = Extract<PrecheckHttpAnswer, { status: number }>

/** Why a push was not taken, by status and the words of Mimir, Cortex and what stands before them; undefined: it was. */
export function pushCause(answer: Answered): PushCause | undefined {
  const { status } = answer
  if (status === 200 || status === 204) return undefined
  return (
    BY_WORDS.find((row) => row.at(status) && row.said.test(`${answer.headers}\n${answer.body}`))?.cause ??
    byStatus(status)
  )
}

interface PushCausePattern {
  readonly at: (status: number) => boolean
  readonly said: RegExp
  readonly cause: PushCause
}

const refused = (status: number): boolean => status >= 400 && status < 500
const anyError = (status: number): boolean => status >= 400

/** The first that fits counts; what is said tells more than the status. */
const BY_WORDS: readonly PushCausePattern[] = [
  { at: anyError, said: /no org id/iu, cause: 'no-tenant' },
  { at: anyError, said: INSTANCE_LIMIT, cause: 'instance-limit' },
  { at: anyError, said: /err-mimir-tenant-max-(?:ingestion|request)-rate/u, cause: 'rate-limited' },
  { at: anyError, said: /tenant ID|too many tenant/iu, cause: 'tenant-invalid' },
  {
    at: refused,
    said: /too far in the (?:future|past)|too new|too old|out of bounds|timestamp-too-old/iu,
    cause: 'time',
  },
  { at: refused, said: /out.of.order|duplicate.(?:sample|timestamp)/iu, cause: 'out-of-order' },
  {
    at: refused,
    said: /err-mimir-(?:max-)?label|metric-name|number of labels|label (?:name|value)|too many labels/iu,
    cause: 'labels',
  },
  { at: refused, said: /series limit|max-(?:series-per|active-series)/iu, cause: 'series-limit' },
  { at: refused, said: MIXED_UP, cause: 'scheme' },
  { at: refused, said: /corrupt input|wireType|unexpected EOF/u, cause: 'body-changed' },
  {
    at: (status) => status === 500,
    said: /empty ring|InstancesCount|not running|not ready/iu,
    cause: 'starting',
  },
  { at: anyError, said: /squid|proxy-authenticate/iu, cause: 'proxy' },
  // A reverse proxy has pages of its own for a login, a path and a size that it refuses: there the status tells it.
  {
    at: (status) => status === 400 || (status > 400 && !BY_STATUS.has(status)),
    said: /<html/iu,
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
