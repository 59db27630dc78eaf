import type { Verdict } from '../model/report.ts'
import { defined } from '../values/defined.ts'
import type { RunHeader, WrittenEntry } from './entry.ts'
import type { JournalRead } from './read-journal.ts'

/** The state of a node where a run's journal ends. */
export type RecordedState =
  /** Planned, and nothing done. */
  | 'planned'
  /** Files and image are there; nothing that runs was changed. */
  | 'staged'
  /** Its worker runs something new that is not confirmed yet: it reverts on its own. */
  | 'in-doubt'
  | 'confirmed'
  | 'rolled-back'
  | 'failed'

export interface RecordedNode {
  readonly node: string
  readonly verdict: Verdict
  readonly generation: string
  readonly previous?: string
  readonly state: RecordedState
}

/** A run as its journal records it. */
export interface RecordedRun {
  readonly header: RunHeader & { readonly at: string }
  /** ISO 8601, of the last entry. */
  readonly until: string
  readonly ended: boolean
  readonly image: Extract<WrittenEntry, { type: 'image' }> | undefined
  readonly batches: readonly (readonly string[])[]
  /** The batch that was begun last; 0 where none was. */
  readonly batch: number
  readonly nodes: readonly RecordedNode[]
}

/** Replays a journal: how far its run came, whether it ended or was killed at any moment. */
export function replay({ header, entries }: JournalRead): RecordedRun {
  const nodes = new Map<string, RecordedNode>()
  let image: RecordedRun['image']
  let batches: RecordedRun['batches'] = []
  let batch = 0
  for (const entry of entries) {
    if (entry.type === 'image') image = entry
    if (entry.type === 'batches') batches = entry.batches
    if (entry.type === 'batch-begins') batch = entry.batch
    if (entry.type === 'planned') nodes.set(entry.node, planned(entry))
    const known = 'node' in entry ? nodes.get(entry.node) : undefined
    if (known !== undefined) nodes.set(known.node, { ...known, state: stateAfter(known.state, entry) })
  }
  const until = entries.at(-1)?.at ?? header.at
  const ended = entries.some(({ type }) => type === 'ended')
  return { header, until, ended, image, batches, batch, nodes: [...nodes.values()] }
}

/** Nodes that a run did not bring to their generation. */
export function unfinished({ nodes }: RecordedRun): readonly string[] {
  return nodes
    .filter(({ verdict, state }) => verdict !== 'noop' || state === 'failed')
    .filter(({ state }) => state !== 'confirmed')
    .map(({ node }) => node)
}

function planned({
  node,
  verdict,
  generation,
  previous,
}: Extract<WrittenEntry, { type: 'planned' }>): RecordedNode {
  return { node, verdict, generation, state: 'planned', ...defined({ previous }) }
}

function stateAfter(state: RecordedState, entry: WrittenEntry): RecordedState {
  if (entry.type === 'begins') return entry.step === 'activate' ? 'in-doubt' : state
  if (entry.type !== 'ends') return state
  if (entry.step === 'rollback') return entry.outcome === 'failed' ? 'in-doubt' : 'rolled-back'
  if (entry.outcome === 'failed') return state === 'in-doubt' ? 'in-doubt' : 'failed'
  if (entry.step === 'stage') return 'staged'
  return entry.step === 'verify' && state === 'in-doubt' ? 'confirmed' : state
}
