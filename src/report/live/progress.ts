import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { PlayEvent } from '../../model/event.ts'
import type { PhaseName } from '../../model/report.ts'
import { fold } from '../text/fold.ts'

interface RunningNode {
  text: string
  lastLine: number
}

interface Phase {
  readonly nodes: number
  done: number
  failed: number
  readonly running: Map<string, RunningNode>
}

/** How far each running phase of a play is, and who it waits for. */
export type FleetState = Map<PhaseName, Phase>

/** Counts an event. `now` is in milliseconds. */
export function follow(progress: FleetState, event: PlayEvent, now: number): void {
  if (event.type === 'phase-started') {
    progress.set(event.phase, { nodes: event.nodes.length, done: 0, failed: 0, running: new Map() })
    return
  }
  const phase = 'phase' in event ? progress.get(event.phase) : undefined
  if (phase === undefined) return
  if (event.type === 'node-started') phase.running.set(event.node, { text: '', lastLine: now })
  if (event.type === 'node-finished') {
    phase.running.delete(event.node)
    phase.done += 1
    if (event.outcome === 'failed') phase.failed += 1
  }
}

/** True when a node has progress to tell and has not told any for `every` milliseconds. */
export function isDue(
  progress: FleetState,
  event: Extract<PlayEvent, { type: 'node-progress' }>,
  { now, every }: { now: number; every: number },
): boolean {
  const node = progress.get(event.phase)?.running.get(event.node)
  if (node === undefined) return false
  node.text = event.text
  if (now - node.lastLine < every) return false
  node.lastLine = now
  return true
}

/** `stage: 47 done, 1 failed`. */
export function countsOf(progress: FleetState, name: PhaseName, language: Language): string {
  const { done, failed } = progress.get(name) ?? { done: 0, failed: 0 }
  const counts = catalog(language).summary.phaseFinished({ finished: done - failed, failed })
  return `${catalog(language).labels.phases[name]}: ${counts}`
}

/** One line a running phase: who is still at work, and at what. */
export function waitingLines(progress: FleetState, language: Language): readonly string[] {
  return [...progress].map(([name, { nodes, done, running }]) => {
    const text = [...running.values()].find((node) => node.text !== '')?.text ?? ''
    const wait = { done, total: nodes, nodes: fold([...running.keys()]), text }
    return `${catalog(language).labels.phases[name]}: ${catalog(language).summary.stillWaiting(wait)}`
  })
}
