import type { WrittenEntry } from '../../src/journal/entry.ts'
import { entriesOf } from '../../src/journal/read-journal.ts'
import { type NodeStanding, type NodeStory, type Story, storyOf } from '../../src/journal/story.ts'
import { fold } from '../../src/report/text/fold.ts'
import type { Noted } from './node-journal.ts'

/** What a run left behind on a node. */
export interface Left {
  /** What `current` led to before the run, and leads to now. */
  readonly before: string
  readonly now: string
  /** All that the node itself noted, of whatever run. */
  readonly noted: readonly Noted[]
}

/** Pure: the story that a run's journal tells; undefined where not even its first line was written whole. */
export function tale(journal: string): Story | undefined {
  const entries = entriesOf(journal)
  const [header] = entries
  return header?.type === 'run' ? storyOf({ header, entries }) : undefined
}

/**
 * Pure: what a journal says that is not so, or does not say that should be said, a sentence each: lines that are not
 * whole, but for the last; changes of a node that it had not told before; a standing that the node itself belies; and
 * a node that is on another generation than its proof, or the lack of it, has it.
 */
export function lies(journal: string, nodes: ReadonlyMap<string, Left>): string[] {
  const entries = entriesOf(journal)
  const story = tale(journal)
  const broken = journal.split('\n').length - 1 - entries.length
  return [
    ...(broken === 0 ? [] : [`${broken} lines are not whole`]),
    ...[...nodes].flatMap(([node, left]) => {
      const noted = left.noted.filter(({ run }) => run === story?.header.run)
      const one = story?.nodes.find(({ node: name }) => name === node)
      return [
        ...untold(entries, node, noted),
        ...misplaced(node, noted, one),
        ...astray(node, left, noted, one),
      ]
    }),
  ]
}

/** Everything is written down before it is done. */
function untold(entries: readonly WrittenEntry[], node: string, noted: readonly Noted[]): string[] {
  const changed = noted.find(({ event }) => event === 'armed' || event === 'activated')
  const steps = [
    ['stage', noted.at(0)],
    ['activate', changed],
  ] as const
  return steps.flatMap(([step, first]) => {
    if (first === undefined) return []
    const said = entries.find((one) => one.type === 'begins' && one.step === step && one.node === node)
    const at = Math.floor(Date.parse(said?.at ?? '') / 1000)
    return at <= first.at ? [] : [`${step} of ${node} at ${first.at} was written down at ${at}`]
  })
}

/** A journal may know less than what was done, never more. */
function misplaced(node: string, noted: readonly Noted[], one: NodeStory | undefined): string[] {
  const events = noted.map(({ event }) => event)
  return possible(events).includes(one?.standing)
    ? []
    : [`${node} is told to be ${one?.standing}, and noted ${events.join(', ')}`]
}

function possible(events: readonly string[]): readonly (NodeStanding | undefined)[] {
  if (events.includes('confirmed')) return ['in-doubt', 'confirmed']
  if (events.includes('armed')) return ['in-doubt']
  if (events.includes('staged')) return ['planned', 'staged', 'in-doubt']
  return [undefined, 'planned']
}

/** What was proven stays, and everything else is as before. */
function astray(node: string, left: Left, noted: readonly Noted[], one: NodeStory | undefined): string[] {
  const stays = noted.some(({ event }) => event === 'confirmed')
  const expected = stays ? `releases/${one?.generation}` : left.before
  return left.now === expected ? [] : [`${node} is on ${left.now}, not on ${expected}`]
}

/** Pure: how a run that goes on with another one tells how far that one had come. */
export function retold({ header, nodes }: Story): string[] {
  const states = [...new Set(nodes.map(({ standing }) => standing))]
  const lines = states.map((one) => {
    const names = nodes.filter(({ standing }) => standing === one).map(({ node }) => node)
    return `${one}: ${fold(names)} (${names.length})`
  })
  return [`run ${header.run} of ${header.verb}`, ...lines]
}
