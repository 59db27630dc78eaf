import type { Lab } from '../lab/lab/lab.ts'

/** One series of an instant query's answer. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

interface Answer {
  readonly data: {
    readonly result: ReadonlyArray<{
      readonly metric: Readonly<Record<string, string>>
      readonly value: readonly [number, string]
    }>
  }
}

/** Asks the master as a dashboard does. Throws where it does not answer 200. */
export async function query(lab: Lab, tenant: string, expression: string): Promise<Series[]> {
  const url = `${lab.masterUrl}/prometheus/api/v1/query?query=${encodeURIComponent(expression)}`
  const response = await fetch(url, { headers: { 'X-Scope-OrgID': tenant } })
  const text = await response.text()
  if (response.status !== 200)
    throw new Error(`${expression}: the master answered ${response.status}: ${text}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a 200 of the query API has this shape
  const { data } = JSON.parse(text) as Answer
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }))
}

/** The nodes of which the master has samples of a metric that are newer than `since`, in seconds since 1970. */
export async function nodesWith(lab: Lab, metric: string, since: number): Promise<string[]> {
  const series = await query(lab, 'openstack', `count by (node) (timestamp(${metric}) > ${since})`)
  return series.map(({ labels }) => labels['node'] ?? 'no node label').sort()
}

interface Logged {
  readonly time: string
  readonly remote: string
  readonly path: string
}

/** What the registry was asked since then, newest last. */
export async function pullsSince(lab: Lab, time: Date): Promise<Logged[]> {
  const response = await fetch(`${lab.registryUrl}/_lab`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the lab's own service answers so
  const { requests } = (await response.json()) as { requests: Logged[] }
  return requests.filter((request) => request.time >= time.toISOString())
}
