import type { Verdict } from '../model/report.ts'
import type { RunHeader, WrittenEntry } from './entry.ts'
import type { JournalRead } from './read-journal.ts'

/** How far a run had come with a node when its journal ends. */
export type NodeStanding =
  /** Decided about, and nothing done. */
  | 'planned'
  /** Files and image are there, and nothing that runs was touched. */
  | 'staged'
  /** Its worker was given something new, and nobody has yet said that it may stay: it goes back by itself. */
  | 'in-doubt'
  | 'confirmed'
  | 'rolled-back'
  | 'failed'

export interface NodeStory {
  readonly node: string
  readonly verdict: Verdict
  readonly generation: string
  readonly previous?: string
  readonly standing: NodeStanding
}

/** What a journal comes to. */
export interface Story {
  readonly header: RunHeader & { readonly at: string }
  /** ISO 8601, of the last entry. */
  readonly until: string
  readonly ended: boolean
  readonly image: Extract<WrittenEntry, { type: 'image' }> | undefined
  readonly batches: readonly (readonly string[])[]
  /** The batch that was begun last; 0 where none was. */
  readonly batch: number
  readonly nodes: readonly NodeStory[]
}

/** What happened in a run, from what it wrote; the same whether it ended or was killed at any moment. */
export function storyOf({ header, entries }: JournalRead): Story {
  const nodes = new Map<string, NodeStory>()
  let image: Story['image']
  let batches: Story['batches'] = []
  let batch = 0
  for (const entry of entries) {
    if (entry.type === 'image') image = entry
    if (entry.type === 'batches') batches = entry.batches
    if (entry.type === 'batch-begins') batch = entry.batch
    if (entry.type === 'planned') nodes.set(entry.node, planned(entry))
    const known = 'node' in entry ? nodes.get(entry.node) : undefined
    if (known !== undefined)
      nodes.set(known.node, { ...known, standing: standingAfter(known.standing, entry) })
  }
  const until = entries.at(-1)?.at ?? header.at
  const ended = entries.some(({ type }) => type === 'ended')
  return { header, until, ended, image, batches, batch, nodes: [...nodes.values()] }
}

/** Nodes that a run did not bring where they should be. */
export function unfinished({ nodes }: Story): readonly string[] {
  return nodes
    .filter(({ verdict, standing }) => verdict !== 'noop' || standing === 'failed')
    .filter(({ standing }) => standing !== 'confirmed')
    .map(({ node }) => node)
}

function planned({
  node,
  verdict,
  generation,
  previous,
}: Extract<WrittenEntry, { type: 'planned' }>): NodeStory {
  const base = { node, verdict, generation, standing: 'planned' } as const
  return previous === undefined ? base : { ...base, previous }
}

function standingAfter(standing: NodeStanding, entry: WrittenEntry): NodeStanding {
  if (entry.type === 'begins') return entry.step === 'activate' ? 'in-doubt' : standing
  if (entry.type !== 'ends') return standing
  if (entry.step === 'rollback') return entry.outcome === 'failed' ? 'in-doubt' : 'rolled-back'
  if (entry.outcome === 'failed') return standing === 'in-doubt' ? 'in-doubt' : 'failed'
  if (entry.step === 'stage') return 'staged'
  return entry.step === 'verify' && standing === 'in-doubt' ? 'confirmed' : standing
}
