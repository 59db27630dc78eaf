import type { Adoption } from '../model/adoption.ts'
import { type CheckResult, isProven } from '../model/check.ts'
import type { Failure } from '../model/failure.ts'
import type { NodeChanges } from '../model/file-change.ts'
import type { Node } from '../model/node.ts'
import type {
  NodeReport,
  NodeState,
  PhaseName,
  PinnedNode,
  Reason,
  Rollback,
  Step,
  TargetDifference,
  Verdict,
} from '../model/report.ts'
import { defined } from '../values/defined.ts'

interface Entry {
  readonly node: Node
  readonly steps: Step[]
  verdict?: Verdict
  reasons: readonly Reason[]
  differences?: readonly TargetDifference[]
  generation?: string
  changes?: NodeChanges
  adoption?: Adoption
  pinned?: PinnedNode
  checks: readonly CheckResult[]
  failure?: Failure
  previous?: string
  rollback?: Rollback
  gap?: number
  unsent?: number
  notStarted?: true
}

export interface Preview {
  readonly pinned: PinnedNode
  readonly changes?: NodeChanges
  readonly adoption?: Adoption
}

/** What is known of every node while a play runs. It only gathers; decisions are made elsewhere. */
export interface Roster {
  step(node: string, step: Step): void
  decided(
    node: string,
    decision: { readonly verdict: Verdict; readonly reasons: readonly Reason[] },
    generation: string,
  ): void
  /** How a plan found it, and how its files would change. */
  previewed(node: string, plan: Preview): void
  judged(node: string, checks: readonly CheckResult[]): void
  /** Exporters that the node has elsewhere than Kolla's files say. */
  disagreed(node: string, differences: readonly TargetDifference[]): void
  /** The first failure is the cause; later ones are reported elsewhere. */
  failed(node: string, failure: Failure): void
  /** What the node ran before it was given anything. */
  ran(node: string, previous: string): void
  rolledBack(node: string, rollback: Rollback): void
  /** It was never started, for a reason of the run and not of the node. */
  notStarted(node: string): void
  /** Seconds that are missing in its data. */
  missed(node: string, gap: number): void
  /** Samples that were not sent when its worker was stopped, each time that it was. */
  unsent(node: string, samples: number): void
  /** Nodes that have not failed. */
  well(): Node[]
  report(node: string): NodeReport
  reports(): NodeReport[]
}

export function roster(nodes: readonly Node[]): Roster {
  const entries = new Map<string, Entry>(
    nodes.map((node) => [node.name, { node, steps: [], reasons: [], checks: [] }]),
  )
  const entry = (name: string): Entry => {
    const found = entries.get(name)
    if (found === undefined) throw new Error(`${name} is not a node of this play`)
    return found
  }
  return {
    step: (node, step) => void entry(node).steps.push(step),
    decided: (node, { verdict, reasons }, generation) =>
      void Object.assign(entry(node), { verdict, reasons, generation }),
    previewed: (node, plan) => void Object.assign(entry(node), plan),
    judged: (node, checks) => void Object.assign(entry(node), { checks }),
    disagreed: (node, differences) =>
      void Object.assign(entry(node), differences.length > 0 ? { differences } : {}),
    failed: (node, failure) => {
      entry(node).failure ??= failure
    },
    ran: (node, previous) => void Object.assign(entry(node), { previous }),
    rolledBack: (node, rollback) => void Object.assign(entry(node), { rollback }),
    notStarted: (node) => void Object.assign(entry(node), { notStarted: true }),
    missed: (node, gap) => void Object.assign(entry(node), { gap }),
    unsent: (node, samples) => {
      entry(node).unsent = (entry(node).unsent ?? 0) + samples
    },
    well: () => [...entries.values()].filter(({ failure }) => failure === undefined).map(({ node }) => node),
    report: (node) => nodeReport(entry(node)),
    reports: () => [...entries.values()].map(nodeReport),
  }
}

function nodeReport(entry: Entry): NodeReport {
  const { node, steps, verdict, reasons, differences, generation, checks, failure, previous, rollback, gap } =
    entry
  return {
    node: node.name,
    groups: node.groups,
    state: state(entry),
    reasons,
    checks,
    steps,
    ...defined({
      verdict,
      differences,
      generation,
      changes: entry.changes,
      adoption: entry.adoption,
      pinned: entry.pinned,
      failure,
      previous,
      rollback,
      gap,
      unsent: entry.unsent,
    }),
  }
}

/** The state of a node at the end: verified, rolled back, failed, partly changed by an interrupted run, or never changed. */
function state({ checks, failure, steps, rollback, notStarted }: Entry): NodeState {
  if (rollback !== undefined) return rollback.failure === undefined ? 'rolled-back' : 'failed'
  const proven = checks.length > 0 && checks.every(isProven)
  if (failure !== undefined && failure.reason !== 'aborted') return 'failed'
  if (proven) return 'verified'
  const changed = (phases: readonly PhaseName[]): boolean =>
    steps.some(({ phase, outcome }) => phases.includes(phase) && outcome !== 'unchanged')
  return changed(notStarted === true ? ['activate'] : ['stage', 'activate']) ? 'interrupted' : 'untouched'
}
