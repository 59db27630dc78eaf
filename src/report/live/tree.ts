import { Listr, type ListrTask } from 'listr2'
import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { PlayEvent, Printer } from '../../model/event.ts'
import type { PhaseName } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { wrap } from '../text/columns.ts'
import type { Stream } from '../text/output.ts'
import type { Style } from '../text/style.ts'
import { type Canvas, type FleetProgress, frameOf, phaseLines } from './fleet-frame.ts'
import { FleetRenderer } from './fleet-renderer.ts'
import { openScreen, sizeOf } from './screen.ts'
import { type TreeRow, treeRow } from './tree-row.ts'

export interface TreeOptions {
  readonly stream: Stream
  readonly language: Language
  readonly style: Style
  /** Milliseconds, of any origin. */
  readonly now: () => number
}

type PlayStarted = Extract<PlayEvent, { type: 'play-started' }>

/** The rows of every phase, and a gate that its task waits at until the phase begins. */
interface PhaseRows {
  readonly rows: ReadonlyMap<string, TreeRow>
  readonly gate: TreeRow
}

interface Tree {
  tell(event: PlayEvent): void
  /** Ends every row that is still open, and draws for the last time. */
  end(): Promise<void>
}

/** A live tree on a terminal: phases and a row a node, bounded to the screen, in listr2 with our own renderer. */
export function treePrinter(options: TreeOptions): Printer {
  const { stream, language } = options
  const canvas = (): Canvas => ({ ...options, ...sizeOf(stream), now: options.now() })
  let fleet: FleetProgress = { phases: [], nodes: [] }
  const draw = (): void => screen.draw(frameOf(fleet, canvas()))
  const screen = openScreen(stream, draw)
  const print = (text: string): void => screen.print(wrap(safeLine(text, 1000), sizeOf(stream).columns - 1))
  let tree: Tree | undefined
  let ended: Promise<void> | undefined
  const end = async (): Promise<void> => {
    await tree?.end()
    await screen.close(phaseLines(fleet, canvas()))
  }
  return {
    tell(event) {
      const line = lineFor(event, language)
      if (line !== undefined) print(line)
      if (event.type === 'play-started')
        tree = growTree(event, options, (seen) => {
          fleet = seen
          draw()
        })
      tree?.tell(event)
    },
    suspend: () => screen.suspend(),
    async end() {
      ended ??= end()
      await ended
    },
  }
}

/** What stays on the screen above the tree. */
function lineFor(event: PlayEvent, language: Language): string | undefined {
  const { summary } = catalog(language)
  if (event.type === 'play-started') return summary.started({ ...event, nodes: event.nodes.length })
  if (event.type === 'warning') return `${catalog(language).labels.headings.warning}: ${event.text}`
  if (event.type === 'notice') return event.text
  return event.type === 'interrupting' ? summary.interrupting(event.force) : undefined
}

function growTree(play: PlayStarted, options: TreeOptions, draw: (fleet: FleetProgress) => void): Tree {
  const { labels } = catalog(options.language)
  const phases = new Map<PhaseName, PhaseRows>(
    play.phases.map((phase) => [
      phase,
      { gate: treeRow(), rows: new Map(play.nodes.map((node) => [node, treeRow()])) },
    ]),
  )
  const tasks = [...phases].map(([phase, rows]) => phaseTask(labels.phases[phase], rows))
  const run = runListr(tasks, { now: options.now, draw })
  return {
    tell(event) {
      if (!('phase' in event)) return
      const phase = phases.get(event.phase)
      if (phase !== undefined) tellPhase(phase, event)
    },
    async end() {
      for (const { gate, rows } of phases.values())
        for (const row of [gate, ...rows.values()]) row.finish('absent')
      await run
    },
  }
}

function tellPhase({ gate, rows }: PhaseRows, event: Extract<PlayEvent, { phase: PhaseName }>): void {
  if (event.type === 'phase-started') {
    gate.finish('done')
    for (const node of event.nodes) rows.get(node)?.say('')
  }
  if (!('node' in event)) return
  const row = rows.get(event.node)
  if (event.type !== 'node-finished') row?.say((event.type === 'node-progress' ? event.text : '') || AT_WORK)
  else {
    row?.say(event.text)
    row?.finish(event.outcome === 'failed' ? 'failed' : 'done')
  }
}

/** Said by a node that has nothing to say, because an empty text is that of a node that waits. */
const AT_WORK = ' '

/** Only for the icon: what failed, and why, comes from the Report. */
const FAILED = new Error('failed')

function phaseTask(title: string, { gate, rows }: PhaseRows): ListrTask {
  return {
    title,
    task: async (_, task) => {
      if ((await gate.ended) === 'absent') return task.skip()
      return task.newListr(
        [...rows].map(([node, row]) => nodeTask(node, row)),
        { concurrent: true, exitOnError: false },
      )
    },
  }
}

function nodeTask(title: string, row: TreeRow): ListrTask {
  return {
    title: safeLine(title),
    task: async (_, task) => {
      row.show((text) => {
        task.output = text
      })
      const end = await row.ended
      if (end === 'absent') task.skip()
      if (end === 'failed') throw FAILED
    },
  }
}

interface Drawing {
  readonly now: () => number
  readonly draw: (fleet: FleetProgress) => void
}

/** listr2 must not leave the process on SIGINT, choose another renderer, or stop at a failed node. */
async function runListr(tasks: ListrTask[], drawing: Drawing): Promise<void> {
  const listr = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    fallbackRendererCondition: false,
    silentRendererCondition: false,
    renderer: FleetRenderer,
    rendererOptions: drawing,
  })
  await listr.run()
}
