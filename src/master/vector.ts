import { isRecord, listOf, textOf } from '../model/json.ts'

/** One series of an instant query: its labels, and its value. */
export interface Row {
  readonly labels: Readonly<Record<string, string>>
  /** NaN also for an infinity. */
  readonly value: number
}

interface VectorAnswer {
  readonly status?: unknown
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown }
}

/** The rows of an instant vector; undefined where the text is anything else. */
export function readVector(body: string): Row[] | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of it is unknown and looked at
    const answer = JSON.parse(body) as VectorAnswer | null
    const result = answer?.data?.result
    if (answer?.status !== 'success' || answer.data?.resultType !== 'vector' || !Array.isArray(result))
      return undefined
    return result.map(row)
  } catch {
    return undefined
  }
}

/** Throws on a row of another shape, and with it the whole answer is refused. */
function row(entry: unknown): Row {
  const metric = isRecord(entry) ? entry['metric'] : undefined
  const value = isRecord(entry) ? listOf(entry, 'value')[1] : undefined
  if (!isRecord(metric) || typeof value !== 'string') throw new TypeError('a row of another shape')
  const labels = Object.keys(metric).map((name) => [name, textOf(metric, name)] as const)
  return { labels: Object.fromEntries(labels), value: Number(value) }
}
