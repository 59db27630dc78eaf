// How long a manifest with many inline nodes takes to be read and judged, and the cloud that it describes:
// `node bench/manifest.ts [nodes]`, with a Node that runs TypeScript (22.18 or later). Prints milliseconds of CPU.
import { readCloud } from '../src/kolla/cloud.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { problemLines } from '../src/manifest/problems/problem-lines.ts'
import { thisMachine } from '../src/manifest/this-machine.ts'
import type { YamlPath } from '../src/yaml/tree.ts'

const nodes = Number(process.argv[2] ?? 5000)

function manifestOf(count: number, host: (index: number) => string): string {
  const hosts = Array.from({ length: count }, (_, index) => `      cmp${index}: ${host(index)}`)
  return `mimir:\n  url: http://10.0.0.5:9009\nnodes:\n  compute:\n    hosts:\n${hosts.join('\n')}\n`
}

function right(index: number): string {
  return `{ ansible_host: 10.${index >> 16}.${(index >> 8) & 255}.${index & 255}, ansible_user: kolla, rack: r${index % 40} }`
}

async function measure(title: string, text: string): Promise<void> {
  const before = process.cpuUsage()
  const { problems } = await readManifest({ file: 'inventory.yml', text }, thisMachine([]))
  const lines = problemLines(problems)
  const { user, system } = process.cpuUsage(before)
  const milliseconds = Math.round((user + system) / 1000)
  process.stdout.write(
    `${title}: ${milliseconds} ms CPU, ${problems.length} problems, ${lines.length} lines\n`,
  )
}

async function measureCloud(title: string, text: string): Promise<void> {
  const { manifest, positionOf } = await readManifest({ file: 'inventory.yml', text }, thisMachine([]))
  if (manifest?.nodes === undefined) throw new Error('the manifest has no nodes')
  const inline = {
    groups: manifest.nodes,
    positionOf: (path: YamlPath, part?: 'key' | 'value') => positionOf(['nodes', ...path], part),
  }
  const noFiles = { readText: () => undefined, listDirectory: () => undefined }
  const before = process.cpuUsage()
  const { cloud } = readCloud({ inventory: [], nodes: inline, release: '2025.1' }, noFiles)
  const { user, system } = process.cpuUsage(before)
  const milliseconds = Math.round((user + system) / 1000)
  process.stdout.write(`${title}: ${milliseconds} ms CPU, ${cloud?.nodes.length ?? 0} nodes\n`)
}

await measure('first manifest, with loading ajv', manifestOf(1, right))
await measure(`${nodes} nodes`, manifestOf(nodes, right))
await measure(
  `${nodes} nodes, each with a mistake`,
  manifestOf(nodes, (index) => `10.0.0.${index & 255}`),
)
await measureCloud(`the cloud of ${nodes} nodes`, manifestOf(nodes, right))
