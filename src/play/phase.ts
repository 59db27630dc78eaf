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
  /** Its result, for its row. */
  readonly progress: Progress
}

/** What one phase does with one node. It reports what it does through `progress`, may fail, and must not hang. */
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
  /** Progress in the operator's language, for a row. */
  readonly describe: (progress: Progress) => SafeText
  /** Where changes of nodes are written down before they are made; not there for verbs that change nothing. */
  readonly journal?: Pick<Journal, 'write'>
}

/**
 * One phase over many nodes at once. A node that fails drops out and costs the others nothing; a node that had not
 * begun when the operator interrupted is left as it is. Gives the results of the nodes that succeeded.
 */
export async function runPhase<I, O>(
  phase: PhaseName,
  inputs: ReadonlyMap<Node, I>,
  step: PhaseStep<I, O>,
  context: RunContext,
): Promise<Map<Node, O>> {
  const values = new Map<Node, O>()
  context.tell({ type: 'phase-started', phase, nodes: [...inputs.keys()].map(({ name }) => name) })
  const runStep = async (node: Node, input: I): Promise<void> => {
    if (context.interruption.stopping.aborted) return
    const from = context.elapsed()
    context.tell({ type: 'node-started', phase, node: node.name })
    const report = (progress: Progress): void =>
      context.tell({ type: 'node-progress', phase, node: node.name, text: context.describe(progress) })
    const result = await journaled(context, { phase, node: node.name }, async () =>
      caught(async () => step(node, input, report), phase),
    )
    const outcome = result.ok ? result.value.outcome : 'failed'
    context.roster.step(node.name, { phase, from, to: context.elapsed(), outcome })
    if (result.ok) values.set(node, result.value.value)
    else context.roster.failed(node.name, result.failure)
    const text = context.describe(
      result.ok ? result.value.progress : { kind: 'failed', failure: result.failure },
    )
    context.tell({ type: 'node-finished', phase, node: node.name, outcome, text })
  }
  await Promise.all([...inputs].map(async ([node, input]) => context.pool(async () => runStep(node, input))))
  context.tell({ type: 'phase-finished', phase })
  return values
}

/** Steps that end what was begun: a node is not left with what is not verified because a disk here is full. */
const ENDING: readonly PhaseName[] = ['verify', 'rollback']

/**
 * Journals a step that changes a node before it begins, and its outcome when it has ended. What became of the node is
 * what the node answered, whether that could be written or not.
 */
async function journaled<T>(
  { journal }: RunContext,
  { phase, node }: { readonly phase: PhaseName; readonly node: string },
  step: () => Promise<Result<Done<T>>>,
): Promise<Result<Done<T>>> {
  if (journal === undefined || phase === 'observe' || phase === 'plan') return step()
  const begun = await journal.write({ type: 'begins', step: phase, node })
  if (!begun.ok && !ENDING.includes(phase)) return begun
  const result = await step()
  const end = { type: 'ends', step: phase, node } as const
  await journal.write(
    result.ok
      ? { ...end, outcome: result.value.outcome }
      : { ...end, outcome: 'failed', failure: result.failure.reason },
  )
  return result
}

/** A step that throws is a defect of kolla-mimir: the node fails, not the fleet. */
async function caught<T>(step: () => Promise<Result<T>>, during: string): Promise<Result<T>> {
  try {
    return await step()
  } catch (error) {
    const evidence = safeLine(error instanceof Error ? (error.stack ?? error.message) : String(error), 1000)
    return { ok: false, failure: { reason: 'internal', during, evidence } }
  }
}
