import { type Glance, glanceAt } from './glance.ts'
import { seriesFault, storeRefusal } from './series-rules.ts'
import { decodedLength, decodeSnappy, encodeSnappy } from './snappy.ts'
import type { TenantStore } from './tenant-store.ts'
import {
  type MetricMetadata,
  type PushedSeries,
  readWriteRequest,
  type WriteRequest,
  withoutFirstSample,
  writeRequestOf,
} from './write-request.ts'

/** How a push is answered, and what was in it. */
export interface PushAnswer {
  readonly status: number
  readonly text: string
  readonly samples: number
  readonly metadata: readonly MetricMetadata[]
}

export const LARGEST_PUSH = 104_857_600
const VERSION_1 = 'prometheus.WriteRequest'
const VERSION_2 = 'io.prometheus.write.v2.Request'

/**
 * Stores a remote write 1.0 request as Mimir does: each bad series is refused, the good ones of the same request are
 * stored, and where any was refused the answer is 400 with the first one's reason. A request in which nothing is bad is
 * handed on as it came.
 */
export async function push(
  tenant: string,
  body: Uint8Array,
  open: () => Promise<TenantStore>,
): Promise<PushAnswer> {
  const message = messageIn(body)
  if (typeof message === 'string') return refusal(400, message)
  const glance = glanceAt(message, Date.now())
  if (glance !== undefined && glance.samples > 0 && (await storeAsItCame(body, glance, await open())))
    return { status: 200, text: '', samples: glance.samples, metadata: [] }
  const request = requestIn(message)
  if (typeof request === 'string') return refusal(400, request)
  const checked = request.series.map((series) => ({ series, fault: seriesFault(series, Date.now()) }))
  const good = checked.filter(({ fault }) => fault === undefined).map(({ series }) => series)
  const refused = good.length === 0 ? [] : await storeSeries(good, await open())
  const fault = checked.find((one) => one.fault !== undefined)?.fault ?? refused.map(wordsFor(tenant))[0]
  const samples = request.series.reduce((sum, { timestamps }) => sum + timestamps.length, 0)
  return {
    status: fault === undefined ? 200 : 400,
    text: fault ?? '',
    samples,
    metadata: request.metadata,
  }
}

/** What Mimir says of a content type that it does not take; undefined where it takes it. It polices little. */
export function contentTypeFault(contentType: string | undefined): PushAnswer | undefined {
  const found = /;\s*proto=([^;\s]*)/u.exec(contentType ?? '')?.[1]
  if (found === undefined || found === VERSION_1) return undefined
  // Mimir stores these. The stores of this master cannot, and say so as Cortex does.
  if (found === VERSION_2) {
    return refusal(
      415,
      `${VERSION_2} protobuf message is not accepted by this server; only accepts ${VERSION_1}`,
    )
  }
  return refusal(400, `got ${contentType} content type; expected ${VERSION_1} or ${VERSION_2}`)
}

/** What Mimir says of a body over LARGEST_PUSH; `size` in bytes, as the client announced it. */
export function tooLarge(size: string): PushAnswer {
  return refusal(
    400,
    `the incoming push request has been rejected because its message size of ${size} bytes (compressed) is larger than the allowed limit of ${LARGEST_PUSH} bytes (err-mimir-distributor-max-write-message-size). To adjust the related limit, configure -distributor.max-recv-msg-size, or contact your service administrator.`,
  )
}

function refusal(status: number, text: string): PushAnswer {
  return { status, text, samples: 0, metadata: [] }
}

/** What is in a block of snappy, or how Mimir refuses it. */
function messageIn(body: Uint8Array): Uint8Array | string {
  let doing = 'getting snappy decoded length: '
  try {
    decodedLength(body)
    doing = 'decompress snappy: '
    return decodeSnappy(body, LARGEST_PUSH)
  } catch (error) {
    return `${doing}${error instanceof Error ? error.message : String(error)}`
  }
}

function requestIn(message: Uint8Array): WriteRequest | string {
  try {
    return readWriteRequest(message)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** False where something in it is stale, or the store refuses it: then each series has to be looked at. */
async function storeAsItCame(body: Uint8Array, { series }: Glance, store: TenantStore): Promise<boolean> {
  const isStale = series.some(({ key, oldest }) => isOlder(oldest, store.newest.get(key)))
  if (isStale || (await write(body, store)) !== undefined) return false
  for (const { key, newest } of series) store.newest.set(key, newest)
  return true
}

interface Refused {
  readonly series: PushedSeries
  readonly said: string
}

function wordsFor(tenant: string): (refused: Refused) => string {
  return ({ series, said }) => storeRefusal(tenant, series, said)
}

/**
 * Of a series Mimir takes what is no older than what it has, and refuses the rest. Which that is is known here: the store
 * would refuse the request as a whole, and a thousand series refused one by one take longer than senders wait.
 */
async function storeSeries(series: readonly PushedSeries[], store: TenantStore): Promise<readonly Refused[]> {
  const refused: Refused[] = []
  const taken = new Set<PushedSeries>()
  for (const one of series) {
    const fresh = withoutStale(one, store.newest.get(one.key))
    if (fresh !== one) refused.push({ series: one, said: 'out of order sample' })
    if (fresh !== undefined) taken.add(fresh)
  }
  const bad = await storeWhole([...taken], store)
  for (const one of bad) taken.delete(one.series)
  for (const { timestamps, key } of taken)
    store.newest.set(key, Math.max(...timestamps, store.newest.get(key) ?? 0))
  return [...refused, ...bad]
}

/** Milliseconds beyond which the store has words of its own for what is old. */
const LONG_AGO = 1_800_000

/** The same where all of it is new; undefined where nothing is. */
function withoutStale(series: PushedSeries, newest: number | undefined): PushedSeries | undefined {
  let rest: PushedSeries | undefined = series
  while (rest !== undefined && isOlder(rest.timestamps[0], newest)) rest = withoutFirstSample(rest)
  return rest
}

function isOlder(time: number | undefined, newest: number | undefined): boolean {
  return newest !== undefined && time !== undefined && time < newest && newest - time < LONG_AGO
}

/** Prometheus refuses a request as a whole: halved until the bad series stand alone, and the good ones are in. */
async function storeWhole(series: readonly PushedSeries[], store: TenantStore): Promise<readonly Refused[]> {
  const [first] = series
  if (first === undefined) return []
  const said = await write(encodeSnappy(writeRequestOf(series)), store)
  if (said === undefined) return []
  if (series.length === 1) return [{ series: first, said }]
  const middle = Math.ceil(series.length / 2)
  const before = await storeWhole(series.slice(0, middle), store)
  return [...before, ...(await storeWhole(series.slice(middle), store))]
}

/** What the store said when it refused; undefined when it stored. Throws an Error when it is unwell. */
async function write(body: Uint8Array, { port }: TenantStore): Promise<string | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/write`, {
    method: 'POST',
    body: Buffer.from(body),
    headers: {
      'Content-Type': 'application/x-protobuf',
      'Content-Encoding': 'snappy',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
  })
  const text = await answer.text()
  if (answer.ok) return undefined
  if (answer.status === 400) return text
  throw new Error(`send data to ingesters: the store answered ${answer.status}: ${text.trim()}`)
}
