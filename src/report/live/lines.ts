import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { PlayEvent, Printer } from '../../model/event.ts'
import type { NodeReport } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { causesOf, explain } from '../digest/causes.ts'
import { openOutlet, type Stream } from '../text/output.ts'
import { countsOf, type FleetState, follow, isDue, waitingLines } from './progress.ts'

/** A sign of life is given at least this often, in milliseconds; a node's own progress at most this often. */
const HEARTBEAT = 10_000

export interface LinesOptions {
  readonly stream: Stream
  readonly language: Language
  /** Milliseconds, of any origin. */
  readonly now: () => number
}

/** Plain lines for logs and CI: one for each transition of a node, `   12.3s node: what happened`, without colour. */
export function linesPrinter({ stream, language, now }: LinesOptions): Printer {
  const outlet = openOutlet(stream)
  const began = now()
  let lastLine = began
  const write = (text: string): void => {
    lastLine = now()
    const seconds = `${((lastLine - began) / 1000).toFixed(1)}s`
    outlet.write(`${seconds.padStart(8)} ${safeLine(text, 1000)}\n`)
  }
  const progress: FleetState = new Map()
  const heartbeat = setInterval(() => {
    if (now() - lastLine < HEARTBEAT) return
    for (const line of waitingLines(progress, language)) write(line)
  }, 1000)
  heartbeat.unref()
  return {
    tell(event) {
      follow(progress, event, now())
      if (event.type !== 'node-progress' || isDue(progress, event, { now: now(), every: HEARTBEAT }))
        for (const line of linesFor(event, progress, language)) write(line)
      if (event.type === 'phase-finished') progress.delete(event.phase)
    },
    async end() {
      clearInterval(heartbeat)
      await outlet.end()
    },
  }
}

function linesFor(event: PlayEvent, progress: FleetState, language: Language): readonly string[] {
  const { labels } = catalog(language)
  const { summary } = catalog(language)
  switch (event.type) {
    case 'play-started':
      return [summary.started({ ...event, nodes: event.nodes.length })]
    case 'phase-started':
      return [`${labels.phases[event.phase]}: ${summary.nodes(event.nodes.length)}`]
    case 'phase-finished':
      return [countsOf(progress, event.phase, language)]
    case 'node-progress':
      return [`${event.node}: ${labels.phases[event.phase]}: ${event.text}`]
    case 'node-finished': {
      const line = `${event.node}: ${labels.phases[event.phase]} ${labels.outcomes[event.outcome]}`
      return [event.text === '' ? line : `${line}: ${event.text}`]
    }
    case 'node-settled':
      return [settledLine(event.report, language)]
    case 'warning':
      return [`${labels.headings.warning}: ${event.text}`]
    case 'notice':
      return [event.text]
    case 'interrupting':
      return [summary.interrupting(event.force)]
    case 'node-started':
    case 'play-finished':
      break
  }
  return []
}

function settledLine(node: NodeReport, language: Language): string {
  const { labels } = catalog(language)
  const [cause] = causesOf(node)
  const verdict = node.verdict === undefined ? '' : `, ${labels.verdicts[node.verdict]}`
  const why = cause === undefined ? '' : `: ${explain(cause, language).problem}`
  return `${node.node}: ${labels.states[node.state]}${verdict}${why}`
}
