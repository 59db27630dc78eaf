import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import { safeLine } from '../../values/safe-text.ts'
import { clip, pad, widthOf } from '../text/columns.ts'
import type { Style } from '../text/style.ts'

/** A fleet at one moment. Times are milliseconds of the canvas's clock. */
export interface FleetProgress {
  readonly phases: readonly PhaseRow[]
  readonly nodes: readonly NodeRow[]
}

export interface PhaseRow {
  readonly name: string
  readonly total: number
  readonly done: number
  readonly failed: number
  /** When it began and when the last node ended; absent where that has not happened. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** A node in the last phase that it reached. */
export interface NodeRow {
  readonly node: string
  readonly phase: string
  readonly state: RowState
  readonly text: string
  readonly from: number
  readonly to?: number | undefined
}

export type RowState = 'failed' | 'running' | 'waiting' | 'done'

/** The terminal to draw on. */
export interface Canvas {
  readonly columns: number
  readonly rows: number
  readonly now: number
  readonly language: Language
  readonly style: Style
}

const ORDER: readonly RowState[] = ['failed', 'running', 'waiting', 'done']
const MARKS: Readonly<Record<RowState, string>> = { failed: '✗', running: '▸', waiting: '·', done: '✓' }
const WIDEST_NODE = 28
const FEWEST_NODES = 5

/**
 * What is on the screen while a play runs: the phases with their counters, then the nodes, those that failed first,
 * then those longest at work. At most `rows` - 2 lines, each narrower than the screen; what has no room is counted.
 */
export function frameOf(fleet: FleetProgress, canvas: Canvas): readonly string[] {
  const height = Math.max(1, canvas.rows - 2)
  const tall = height >= fleet.phases.length + FEWEST_NODES
  const head = tall ? phaseLines(fleet, canvas) : [phasesOnOneLine(fleet, canvas)]
  return [...head, ...nodeLines(fleet.nodes, canvas, height - head.length)]
}

/** One line a phase: its mark, its counter, how many failed, how long it took so far. */
export function phaseLines({ phases }: FleetProgress, canvas: Canvas): readonly string[] {
  const name = Math.max(0, ...phases.map((phase) => widthOf(phase.name)))
  const count = Math.max(0, ...phases.map((phase) => counter(phase).length))
  return phases.map((phase) => {
    const state = stateOf(phase)
    if (phase.from === undefined) return marked(phase.name, state, canvas)
    const time = catalog(canvas.language).summary.duration((phase.to ?? canvas.now) - phase.from)
    const cells = [pad(phase.name, name), pad(counter(phase), count, 'right'), pad(time, 8, 'right')]
    const failed =
      phase.failed === 0
        ? ''
        : `  ${catalog(canvas.language).summary.rows({ ...NONE, failed: phase.failed })}`
    return marked(`${cells.join('  ')}${failed}`, state, canvas)
  })
}

const NONE = { running: 0, waiting: 0, failed: 0, done: 0 }

function phasesOnOneLine({ phases }: FleetProgress, { columns }: Canvas): string {
  const begun = phases.filter(({ from }) => from !== undefined)
  return clip(begun.map((phase) => `${phase.name} ${counter(phase)}`).join(' · '), columns - 1)
}

function counter({ done, total }: PhaseRow): string {
  return `${done}/${total}`
}

function stateOf({ from, to, failed }: PhaseRow): RowState {
  if (from === undefined) return 'waiting'
  if (to === undefined) return 'running'
  return failed > 0 ? 'failed' : 'done'
}

function nodeLines(nodes: readonly NodeRow[], canvas: Canvas, room: number): readonly string[] {
  const shown = chosen(nodes, room)
  const width = Math.min(WIDEST_NODE, Math.max(0, ...shown.map(({ node }) => widthOf(node))))
  const phase = Math.max(0, ...shown.map((row) => widthOf(row.phase)))
  const lines = shown.map((row) => nodeLine(row, canvas, { node: width, phase }))
  if (shown.length === nodes.length || room < 1) return lines
  return [
    ...lines,
    canvas.style.dim(clip(`  … ${hidden(nodes, shown, canvas.language)}`, canvas.columns - 1)),
  ]
}

/** Failures may take half of the room while others are at work. The last line is left for what has no room. */
function chosen(nodes: readonly NodeRow[], room: number): readonly NodeRow[] {
  const sorted = ORDER.map((state) => nodes.filter((row) => row.state === state))
  const [failed = [], running = [], ...others] = sorted
  const fits = nodes.length <= room
  const space = Math.max(0, fits ? room : room - 1)
  const failures = fits || running.length === 0 ? space : Math.ceil(space / 2)
  const longest = running.toSorted((left, right) => left.from - right.from)
  return [...failed.slice(0, failures), ...longest, ...others.flat(), ...failed.slice(failures)].slice(
    0,
    space,
  )
}

function nodeLine(row: NodeRow, canvas: Canvas, width: Widths): string {
  const took = (row.to ?? canvas.now) - row.from
  const time = row.state === 'waiting' ? '' : catalog(canvas.language).summary.duration(took)
  const cells = [
    pad(row.node, width.node),
    pad(row.phase, width.phase),
    pad(time, 8, 'right'),
    safeLine(row.text),
  ]
  return marked(cells.join('  ').trimEnd(), row.state, canvas)
}

interface Widths {
  readonly node: number
  readonly phase: number
}

function hidden(nodes: readonly NodeRow[], shown: readonly NodeRow[], language: Language): string {
  const count = (rows: readonly NodeRow[], state: RowState): number =>
    rows.filter((row) => row.state === state).length
  const left = (state: RowState): number => count(nodes, state) - count(shown, state)
  return catalog(language).summary.rows({
    failed: left('failed'),
    running: left('running'),
    waiting: left('waiting'),
    done: left('done'),
  })
}

/** A line narrower than the screen, with the colour on its mark alone. */
function marked(text: string, state: RowState, { columns, style }: Canvas): string {
  const rest = ` ${clip(text, columns - 3)}`
  if (state === 'failed') return style.red(MARKS.failed) + rest
  if (state === 'done') return style.green(MARKS.done) + rest
  return state === 'running' ? style.cyan(MARKS.running) + rest : style.dim(MARKS.waiting + rest)
}
