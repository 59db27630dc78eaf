import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'

/** A target as the worker itself tells it. */
export interface Target {
  readonly scrapePool: string
  readonly scrapeUrl: string
  readonly health: string
  readonly lastError: string
  readonly labels: Readonly<Record<string, string>>
  readonly scrapeInterval: string
  readonly scrapeTimeout: string
}

/** What the worker of a node answers on its loopback; asked by bash, for not every node has curl. */
async function askWorker(lab: Lab, node: string, path: string): Promise<unknown> {
  const answer = await on(
    lab,
    node,
    `exec 3<>/dev/tcp/127.0.0.1/9091; printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`,
  )
  const [, body = ''] = answer.split(/\r?\n\r?\n/u)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Prometheus's API answers so
  return (JSON.parse(body) as { data: unknown }).data
}

/** The active targets of a node's worker, by job and url. */
export async function targetsOf(lab: Lab, node: string): Promise<Target[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Prometheus's API answers so
  const { activeTargets } = (await askWorker(lab, node, '/api/v1/targets?state=active')) as {
    activeTargets: Target[]
  }
  const key = ({ scrapePool, scrapeUrl }: Target): string => `${scrapePool} ${scrapeUrl}`
  return activeTargets.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

/** Names of all metrics that a worker has of one of its jobs. */
export async function metricsOf(lab: Lab, node: string, job: string): Promise<string[]> {
  const path = `/api/v1/label/__name__/values?match[]=%%7Bjob=%%22${job}%%22%%7D`
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Prometheus's API answers so
  return (await askWorker(lab, node, path)) as string[]
}

/** Name of one of Kolla's containers → where its processes listen, as the node's kernel has it. */
export async function servedOn(lab: Lab, node: string): Promise<Map<string, string>> {
  const answer = await on(lab, node, SERVED)
  return new Map(
    answer.split('\n').map((line): [string, string] => {
      const [container = '', socket = ''] = line.split(' ')
      return [container, socket]
    }),
  )
}

const SERVED = `for name in $(docker ps --format '{{.Names}}' | grep ^prometheus_); do
  for pid in $(docker top $name -eo pid | tail -n +2); do
    ss -ltnHp | grep "pid=$pid," | awk -v name=$name '{print name, $4}'
  done
done`

/** Names of all metrics at an address, asked from here. */
export async function servedAt(url: string): Promise<string[]> {
  const text = await (await fetch(url)).text()
  const names = text.matchAll(/^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]/gmu)
  return [...new Set([...names].map(({ groups }) => groups?.['name'] ?? ''))]
}
