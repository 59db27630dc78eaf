import type { Journal } from '../journal/journal-file.ts'
import type { PlayEvent } from '../model/event.ts'
import type { Node } from '../model/node.ts'
import type { Progress } from '../model/progress.ts'
import type { PhaseName, Step } from '../model/report.ts'
import type { Result } from '../model/result.ts'
import { type SafeText, safeLine } from '../values/safe-text.ts'
import type { Interruption } from './interruption.ts'
import type { Pool } from './pool.ts'
import type { Roster } from './roster.ts'

/** How one phase of one node ended well. */
export interface Done<T> {
  readonly value: T
  readonly outcome: Exclude<Step['outcome'], 'failed'>
  /** What it came to, for its row. */
  readonly progress: Progress
}

/** What one phase does with one node. `progress` tells what is being done now. It may fail; it may not hang. */
export type PhaseStep<I, O> = (
  node: Node,
  input: I,
  progress: (progress: Progress) => void,
) => Promise<Result<Done<O>>>

/** What phases share in one play. */
export interface RunContext {
  readonly roster: Roster
  readonly pool: Pool
  readonly interruption: Interruption
  readonly tell: (event: PlayEvent) => void
  /** Milliseconds since the run began. */
  readonly elapsed: () => number
  /** News in the operator's words, for a row. */
  readonly describe: (progress: Progress) => SafeText
  /** Where what is done to nodes is written down before; not there for verbs that change nothing. */
  readonly journal?: Pick<Journal, 'write'>
}

/**
 * One phase over many nodes at once. A node that fails drops out and costs the others nothing; a node that had not
 * begun when the operator interrupted is left as it is. Gives what the nodes that came through brought.
 */
export async function runPhase<I, O>(
  phase: PhaseName,
  inputs: ReadonlyMap<Node, I>,
  step: PhaseStep<I, O>,
  stage: RunContext,
): Promise<Map<Node, O>> {
  const values = new Map<Node, O>()
  stage.tell({ type: 'phase-started', phase, nodes: [...inputs.keys()].map(({ name }) => name) })
  const one = async (node: Node, input: I): Promise<void> => {
    if (stage.interruption.stopping.aborted) return
    const from = stage.elapsed()
    stage.tell({ type: 'node-started', phase, node: node.name })
    const report = (progress: Progress): void =>
      stage.tell({ type: 'node-progress', phase, node: node.name, text: stage.describe(progress) })
    const result = await noted(stage, { phase, node: node.name }, async () =>
      settled(async () => step(node, input, report), phase),
    )
    const outcome = result.ok ? result.value.outcome : 'failed'
    stage.roster.step(node.name, { phase, from, to: stage.elapsed(), outcome })
    if (result.ok) values.set(node, result.value.value)
    else stage.roster.failed(node.name, result.failure)
    const text = stage.describe(
      result.ok ? result.value.progress : { kind: 'failed', failure: result.failure },
    )
    stage.tell({ type: 'node-finished', phase, node: node.name, outcome, text })
  }
  await Promise.all([...inputs].map(async ([node, input]) => stage.pool(async () => one(node, input))))
  stage.tell({ type: 'phase-finished', phase })
  return values
}

/** What changes a node is on this machine's disk before it begins, and what came of it afterwards. */
async function noted<T>(
  { journal }: RunContext,
  { phase, node }: { readonly phase: PhaseName; readonly node: string },
  step: () => Promise<Result<Done<T>>>,
): Promise<Result<Done<T>>> {
  if (journal === undefined || phase === 'observe' || phase === 'plan') return step()
  const begun = await journal.write({ type: 'begins', step: phase, node })
  if (!begun.ok) return begun
  const result = await step()
  const end = { type: 'ends', step: phase, node } as const
  const ended = await journal.write(
    result.ok
      ? { ...end, outcome: result.value.outcome }
      : { ...end, outcome: 'failed', failure: result.failure.reason },
  )
  return ended.ok || !result.ok ? result : ended
}

/** A step that throws is a defect of ours; it costs its node, not the fleet. */
async function settled<T>(step: () => Promise<Result<T>>, during: string): Promise<Result<T>> {
  try {
    return await step()
  } catch (error) {
    const evidence = safeLine(error instanceof Error ? (error.stack ?? error.message) : String(error), 1000)
    return { ok: false, failure: { reason: 'internal', during, evidence } }
  }
}
