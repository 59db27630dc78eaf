import type { PlayEvent } from '../model/event.ts'
import type { Failure } from '../model/failure.ts'
import type { Node } from '../model/node.ts'
import type { PhaseName, Step } from '../model/report.ts'
import type { Result } from '../model/result.ts'
import { type SafeText, safeLine } from '../model/safe-text.ts'
import type { Interruption } from './interruption.ts'
import type { Pool } from './pool.ts'
import type { Roster } from './roster.ts'

/** How one phase of one node ended well. */
export interface Done<T> {
  readonly value: T
  readonly outcome: Exclude<Step['outcome'], 'failed'>
  /** What it came to, in a few words for its row. */
  readonly text: SafeText
}

/** What one phase does with one node. `progress` tells what is being done now. It may fail; it may not hang. */
export type PhaseStep<I, O> = (
  node: Node,
  input: I,
  progress: (text: SafeText) => void,
) => Promise<Result<Done<O>>>

/** What phases share in one play. */
export interface Stage {
  readonly roster: Roster
  readonly pool: Pool
  readonly interruption: Interruption
  readonly tell: (event: PlayEvent) => void
  /** Milliseconds since the run began. */
  readonly elapsed: () => number
  /** The words of a failure, for its row. */
  readonly describe: (failure: Failure) => SafeText
}

/**
 * One phase over many nodes at once. A node that fails drops out and costs the others nothing; a node that had not
 * begun when the operator interrupted is left as it is. Gives what the nodes that came through brought.
 */
export async function runPhase<I, O>(
  phase: PhaseName,
  inputs: ReadonlyMap<Node, I>,
  step: PhaseStep<I, O>,
  stage: Stage,
): Promise<Map<Node, O>> {
  const values = new Map<Node, O>()
  stage.tell({ type: 'phase-started', phase, nodes: [...inputs.keys()].map(({ name }) => name) })
  const one = async (node: Node, input: I): Promise<void> => {
    if (stage.interruption.stopping.aborted) return
    const from = stage.elapsed()
    stage.tell({ type: 'node-started', phase, node: node.name })
    const progress = (text: SafeText): void =>
      stage.tell({ type: 'node-progress', phase, node: node.name, text })
    const result = await settled(async () => step(node, input, progress), phase)
    const outcome = result.ok ? result.value.outcome : 'failed'
    stage.roster.step(node.name, { phase, from, to: stage.elapsed(), outcome })
    if (result.ok) values.set(node, result.value.value)
    else stage.roster.failed(node.name, result.failure)
    const text = result.ok ? result.value.text : stage.describe(result.failure)
    stage.tell({ type: 'node-finished', phase, node: node.name, outcome, text })
  }
  await Promise.all([...inputs].map(async ([node, input]) => stage.pool(async () => one(node, input))))
  stage.tell({ type: 'phase-finished', phase })
  return values
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
