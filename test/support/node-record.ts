import type { WrittenEntry } from '../../src/journal/entry.ts'
import { entriesOf } from '../../src/journal/read-journal.ts'
import { type RecordedNode, type RecordedRun, type RecordedState, replay } from '../../src/journal/replay.ts'
import { fold } from '../../src/report/text/fold.ts'
import type { NodeEvent } from './node-journal.ts'

/** What a run left behind on a node. */
export interface NodeAfterRun {
  /** What `current` pointed to before the run, and points to now. */
  readonly before: string
  readonly now: string
  /** All events in the node's own journal, of any run. */
  readonly events: readonly NodeEvent[]
}

/** Pure: what a run's journal records; undefined where not even its first line is complete. */
export function recordOf(journal: string): RecordedRun | undefined {
  const entries = entriesOf(journal)
  const [header] = entries
  return header?.type === 'run' ? replay({ header, entries }) : undefined
}

/**
 * Pure: where a journal and the nodes contradict each other, a sentence each: incomplete lines, except the last; changes
 * of a node that were not written down before; a state that the node's own events exclude; and a node that is on
 * another generation than its proof, or the lack of it, demands.
 */
export function contradictions(journal: string, nodes: ReadonlyMap<string, NodeAfterRun>): string[] {
  const entries = entriesOf(journal)
  const record = recordOf(journal)
  const incomplete = journal.split('\n').length - 1 - entries.length
  return [
    ...(incomplete === 0 ? [] : [`${incomplete} lines are incomplete`]),
    ...[...nodes].flatMap(([node, after]) => {
      const events = after.events.filter(({ run }) => run === record?.header.run)
      const recorded = record?.nodes.find(({ node: name }) => name === node)
      return [
        ...unannounced(entries, node, events),
        ...wrongState(node, events, recorded),
        ...wrongGeneration(node, after, events, recorded),
      ]
    }),
  ]
}

/** Everything is written down before it is done. */
function unannounced(entries: readonly WrittenEntry[], node: string, events: readonly NodeEvent[]): string[] {
  const changed = events.find(({ event }) => event === 'armed' || event === 'activated')
  const steps = [
    ['stage', events.at(0)],
    ['activate', changed],
  ] as const
  return steps.flatMap(([step, first]) => {
    if (first === undefined) return []
    const begun = entries.find(
      (entry) => entry.type === 'begins' && entry.step === step && entry.node === node,
    )
    const at = Math.floor(Date.parse(begun?.at ?? '') / 1000)
    return at <= first.at ? [] : [`${step} of ${node} at ${first.at} was written down at ${at}`]
  })
}

/** A journal may record less than what was done, never more. */
function wrongState(
  node: string,
  events: readonly NodeEvent[],
  recorded: RecordedNode | undefined,
): string[] {
  const names = events.map(({ event }) => event)
  return possibleStates(names).includes(recorded?.state)
    ? []
    : [`${node} is ${recorded?.state} in the journal, and its own events are ${names.join(', ')}`]
}

function possibleStates(events: readonly string[]): readonly (RecordedState | undefined)[] {
  if (events.includes('confirmed')) return ['in-doubt', 'confirmed']
  if (events.includes('armed')) return ['in-doubt']
  if (events.includes('staged')) return ['planned', 'staged', 'in-doubt']
  return [undefined, 'planned']
}

/** What was proven stays, and everything else is as before. */
function wrongGeneration(
  node: string,
  { before, now }: NodeAfterRun,
  events: readonly NodeEvent[],
  recorded: RecordedNode | undefined,
): string[] {
  const isConfirmed = events.some(({ event }) => event === 'confirmed')
  const expected = isConfirmed ? `releases/${recorded?.generation}` : before
  return now === expected ? [] : [`${node} is on ${now}, not on ${expected}`]
}

/** Pure: the lines in which a resuming run says how far the other one had come. */
export function resumeLines({ header, nodes }: RecordedRun): string[] {
  const states = [...new Set(nodes.map(({ state }) => state))]
  const lines = states.map((state) => {
    const names = nodes.filter((node) => node.state === state).map(({ node }) => node)
    return `${state}: ${fold(names)} (${names.length})`
  })
  return [`run ${header.run} of ${header.verb}`, ...lines]
}
