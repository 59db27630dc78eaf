// What deciding for a fleet costs: `node bench/render.ts [nodes]`, with a Node that runs TypeScript (22.18 or later).
// Every node runs already, so that its loaded configuration is read and compared too. Prints milliseconds of CPU a node.

import type { Expectation } from '../roles/mimir-worker/exporters/jobs.ts'
import type { Facts } from '../roles/mimir-worker/node/facts.ts'
import { planFleet } from '../roles/mimir-worker/plan/plan.ts'
import { EXPORTERS } from '../src/kolla/releases/exporters.ts'
import type { Node } from '../src/model/node.ts'
import { facts, SETTINGS } from '../test/roles/mimir-worker/sample.ts'

const count = Number(process.argv[2] ?? 1000)
const names = Array.from({ length: count }, (_, index) => `cmp${index}`)
const nodes = names.map((name): Node => ({ name, groups: [], reach: { transport: 'local', become: false } }))
const exporters = EXPORTERS.filter(({ scope }) => scope === 'node')
  .slice(0, 10)
  .map((exporter, index) => ({ exporter, port: 9100 + index, scheme: 'http' as const, interval: '30s' }))
const expectations = names.map(
  (node): Expectation => ({ node, apiInterface: 'eth0', address: undefined, family: 'ipv4', exporters }),
)
const fleet = { settings: SETTINGS, expectations, candidates: new Map<string, readonly string[]>() }

function seen(index: number): Facts {
  const addresses = [`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`]
  const listeners = exporters.map(({ port }) => ({ host: '*', port, by: '' }))
  return facts({ addresses, listeners, worker: undefined })
}

function measure(title: string, looks: ReadonlyMap<Node, Facts>): ReturnType<typeof planFleet> {
  const before = process.cpuUsage()
  const plans = planFleet(fleet, looks)
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(`${title}: ${((user + system) / 1000 / count).toFixed(2)} ms of CPU a node\n`)
  return plans
}

const first = new Map(nodes.map((node, index) => [node, seen(index)]))
measure('rendered, cold', first)
const plans = measure('rendered, warm', first)
const running = new Map(
  [...plans].map(([node, plan], index): [Node, Facts] => {
    if (!plan.ok) throw new Error(`${node.name} has no plan`)
    const { generation } = plan.value
    const config = generation.files.find(({ path }) => path === 'prometheus.yml')?.text ?? ''
    const sums = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
    const { worker, ...rest } = facts()
    if (worker === undefined) throw new Error('the sample has a worker')
    const files = { ...rest.files, current: generation.name, onDisk: sums, seenByProcess: sums }
    return [node, { ...seen(index), files, worker: { ...worker, config } }]
  }),
)
measure('rendered and compared with what runs, cold', running)
measure('rendered and compared with what runs, warm', running)
