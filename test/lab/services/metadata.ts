import type { MetricMetadata } from './write-request.ts'

/** What a tenant said of its metrics, the newest word on each metric last; a metric may have several. */
export function mergedMetadata(
  known: readonly MetricMetadata[],
  pushed: readonly MetricMetadata[],
): readonly MetricMetadata[] {
  if (pushed.length === 0) return known
  const all = new Map([...known, ...pushed].map((one) => [JSON.stringify(one), one]))
  return [...all.values()]
}

/** Answers /prometheus/api/v1/metadata: `metric` and `limit` as Prometheus takes them. */
export function metadataAnswer(known: readonly MetricMetadata[], search: URLSearchParams): object {
  const wanted = search.get('metric') ?? ''
  const limit = Number(search.get('limit') ?? -1)
  const data = new Map<string, { type: string; help: string; unit: string }[]>()
  for (const { metric, type, help, unit } of known) {
    if (wanted !== '' && metric !== wanted) continue
    const entries = data.get(metric)
    if (entries !== undefined) entries.push({ type, help, unit })
    else if (limit < 0 || data.size < limit) data.set(metric, [{ type, help, unit }])
  }
  return { status: 'success', data: Object.fromEntries(data) }
}
