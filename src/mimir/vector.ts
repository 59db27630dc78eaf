import { isRecord, type JsonRecord, jsonRecord, listOf, textOf } from '../values/json.ts'

/** One series of an instant query: its labels, and its value. */
export interface VectorRow {
  readonly labels: Readonly<Record<string, string>>
  /** NaN also for an infinity. */
  readonly value: number
}

/** One series over a time: its samples as seconds since 1970 and value, oldest first. */
export interface Track {
  readonly labels: Readonly<Record<string, string>>
  readonly samples: readonly (readonly [at: number, value: number])[]
}

interface QueryAnswer {
  readonly status?: unknown
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown }
}

/** The rows of an instant vector; undefined where the text is anything else. */
export function readVector(body: string): VectorRow[] | undefined {
  return readResult(body, 'vector', (metric, entry) => {
    const value = listOf(entry, 'value')[1]
    if (typeof value !== 'string') throw new TypeError('a row of another shape')
    return { labels: metric, value: Number(value) }
  })
}

/** The tracks of a range vector; undefined where the text is anything else. */
export function readMatrix(body: string): Track[] | undefined {
  return readResult(body, 'matrix', (metric, entry) => ({
    labels: metric,
    samples: listOf(entry, 'values').map((pair) => {
      const [at, value] = elements(pair)
      if (typeof at !== 'number' || typeof value !== 'string')
        throw new TypeError('a sample of another shape')
      return [at, Number(value)] as const
    }),
  }))
}

/** An entry of another shape throws, and with it the whole answer is refused. */
function readResult<T>(
  body: string,
  type: 'vector' | 'matrix',
  read: (labels: VectorRow['labels'], entry: JsonRecord) => T,
): T[] | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of it is unknown and checked
    const answer = JSON.parse(body) as QueryAnswer | null
    const result = answer?.data?.result
    if (answer?.status !== 'success' || answer.data?.resultType !== type || !Array.isArray(result))
      return undefined
    return result.map((entry: unknown) => {
      if (!isRecord(entry)) throw new TypeError('an entry of another shape')
      return read(labelsOf(entry), entry)
    })
  } catch {
    return undefined
  }
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function labelsOf({ metric }: JsonRecord): VectorRow['labels'] {
  if (!isRecord(metric)) throw new TypeError('labels of another shape')
  return Object.fromEntries(Object.keys(metric).map((name) => [name, textOf(metric, name)]))
}

/**
 * What Mimir warns of besides rows: that it answers without some of its own parts. What PromQL itself remarks on a
 * query is not part of it. Empty where there is nothing, or no answer.
 */
export function incompleteness(body: string): string {
  const remarks = listOf(jsonRecord(body), 'warnings').map(String)
  return remarks.filter((remark) => !/^PromQL (?:info|warning)/u.test(remark)).join('; ')
}

/** What went wrong, by the `error` of an answer of Prometheus's API; else the text as it is. */
export function errorIn(body: string): string {
  return textOf(jsonRecord(body), 'error') || body
}
