/**
 * Plays a pretended rollout into the tree and prints what showing it cost: `node bench/tree.ts [NODES…] [--slow]`
 * (Node 22.18 or newer, which runs TypeScript as it is).
 * Without --slow a node takes milliseconds, so that events come faster than any real fleet sends them.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { languageOf } from '../src/messages/language.ts'
import type { PlayEvent, Printer } from '../src/model/event.ts'
import type { PhaseName } from '../src/model/report.ts'
import { treePrinter } from '../src/report/live/tree.ts'
import { summaryOf } from '../src/report/summary/summary.ts'
import { styleFor } from '../src/report/text/style.ts'
import { safeText } from '../src/values/safe-text.ts'
import { largeReport } from '../test/report/sample.ts'

const PHASES: readonly PhaseName[] = ['observe', 'plan', 'stage', 'activate', 'verify']
const AT_ONCE = 32

const slow = process.argv.includes('--slow')
const language = languageOf(process.env.LANG)
const style = styleFor(process.stderr, process.env)
const counts = process.argv.slice(2).map(Number).filter(Number.isFinite)

for (const count of counts.length > 0 ? counts : [20, 200, 1000]) await measure(count)

async function measure(count: number): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const before = process.cpuUsage()
  delay.enable()
  const printer = treePrinter({ stream: process.stderr, language, style, now: () => performance.now() })
  await play(printer, count)
  await printer.end()
  delay.disable()
  const { user, system } = process.cpuUsage(before)
  const report = largeReport(count)
  const columns = process.stderr.columns || 80
  if (slow) process.stderr.write(`\n${summaryOf(report, { columns, language, style }).join('\n')}\n`)
  const cpu = ((user + system) / 1e6).toFixed(2)
  const rss = (process.memoryUsage.rss() / 2 ** 20).toFixed(0)
  process.stdout.write(
    `${count} nodes: ${cpu} s CPU, longest stall ${(delay.max / 1e6).toFixed(0)} ms, ${rss} MB\n`,
  )
}

async function play(printer: Printer, count: number): Promise<void> {
  const report = largeReport(count)
  const tell = (event: PlayEvent): void => printer.tell(event)
  let alive = report.nodes
  tell({ ...report, type: 'play-started', nodes: alive.map(({ node }) => node), phases: PHASES })
  for (const phase of PHASES) {
    tell({ type: 'phase-started', phase, nodes: alive.map(({ node }) => node) })
    const queue = [...alive]
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, lane) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift())
          await playNode(tell, phase, { name: next.node, failed: next.steps.at(-1), lane })
      }),
    )
    tell({ type: 'phase-finished', phase })
    alive = alive.filter(({ state, steps }) => state !== 'failed' || steps.at(-1)?.phase !== phase)
  }
  for (const node of report.nodes) tell({ type: 'node-settled', report: node })
}

interface Played {
  readonly name: string
  readonly failed: { readonly phase: PhaseName; readonly outcome: string } | undefined
  readonly lane: number
}

async function playNode(tell: (event: PlayEvent) => void, phase: PhaseName, node: Played): Promise<void> {
  const name = { phase, node: node.name }
  tell({ type: 'node-started', ...name })
  for (const text of ['connecting', '파일을 올리는 중', 'pulling prom/prometheus:v2.53.3', 'waiting']) {
    await pause((slow ? 150 : 5) + node.lane * (slow ? 20 : 1))
    tell({ type: 'node-progress', ...name, text: safeText(text) })
  }
  const failed = node.failed?.phase === phase && node.failed.outcome === 'failed'
  const text = safeText(failed ? 'the registry answers 500' : '')
  tell({ type: 'node-finished', ...name, outcome: failed ? 'failed' : 'changed', text })
}
