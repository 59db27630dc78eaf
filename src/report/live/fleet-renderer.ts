import type { FleetProgress, NodeRow, PhaseRow, RowState } from './fleet-frame.ts'

/** The part of a listr2 task that is read: phases on the first level, their nodes on the second. */
export interface FleetTask {
  readonly title?: string
  readonly state: string
  /**
   * What the node is doing. Absent where the phase has not called for the node, empty where it waits for its turn:
   * listr2 itself starts all of them at once.
   */
  readonly output?: string
  /** Absent until the task has begun. */
  readonly subtasks?: readonly FleetTask[]
}

export interface FleetRendererOptions {
  readonly now: () => number
  readonly draw: (fleet: FleetProgress) => void
}

interface RenderEvents {
  on(event: 'SHOUD_REFRESH_RENDER', listener: () => void): void
}

interface Times {
  readonly from: number
  to?: number
}

/** Milliseconds between two frames, and between two when only the clock moves. */
const FRAME = 125
const TICK = 1000

/** A renderer for listr2 that draws at most eight frames a second, however many events there are. */
export class FleetRenderer {
  static readonly nonTTY = true
  static rendererOptions: FleetRendererOptions
  static rendererTaskOptions: Record<string, unknown>
  readonly #tasks: readonly FleetTask[]
  readonly #options: FleetRendererOptions
  readonly #events: RenderEvents | undefined
  readonly #times = new WeakMap<FleetTask, Times>()
  #frame: NodeJS.Timeout | undefined
  #tick: NodeJS.Timeout | undefined
  #last = Number.NEGATIVE_INFINITY
  #ended = false

  constructor(tasks: readonly FleetTask[], options: FleetRendererOptions, events?: RenderEvents) {
    this.#tasks = tasks
    this.#options = options
    this.#events = events
  }

  render(): void {
    this.#events?.on('SHOUD_REFRESH_RENDER', () => this.#soon())
    this.#tick = setInterval(() => this.#soon(), TICK).unref()
    this.#soon()
  }

  /** Draws once more, so that what is seen last is how it ended. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#frame)
    clearInterval(this.#tick)
    this.#options.draw(this.fleet())
  }

  /** The fleet as its tasks stand now. */
  fleet(): FleetProgress {
    const nodes = new Map<string, NodeRow>()
    const phases = this.#tasks.map((phase) => {
      const rows = (phase.subtasks ?? []).flatMap((task) => this.#row(task, phase.title ?? ''))
      for (const row of rows) nodes.set(row.node, row)
      return this.#phase(phase, rows)
    })
    return { phases, nodes: [...nodes.values()] }
  }

  #soon(): void {
    if (this.#ended || this.#frame !== undefined) return
    const wait = Math.max(0, this.#last + FRAME - this.#options.now())
    this.#frame = setTimeout(() => this.#draw(), wait).unref()
  }

  #draw(): void {
    this.#frame = undefined
    this.#last = this.#options.now()
    this.#options.draw(this.fleet())
  }

  #row(task: FleetTask, phase: string): readonly NodeRow[] {
    if (task.output === undefined) return []
    const state = stateOf(task)
    const { from, to } = this.#timesOf(task, state)
    return [{ node: task.title ?? '', phase, state, text: task.output, from, to }]
  }

  #phase(phase: FleetTask, rows: readonly NodeRow[]): PhaseRow {
    const failed = rows.filter(({ state }) => state === 'failed').length
    const done = rows.filter(({ state }) => state === 'done').length + failed
    const counts = { name: phase.title ?? '', total: rows.length, done, failed }
    if (rows.length === 0) return counts
    return { ...counts, ...this.#timesOf(phase, done < rows.length ? 'running' : 'done') }
  }

  /** From when a task was first seen at work until it was first seen at its end. */
  #timesOf(task: FleetTask, state: RowState): Times {
    const now = this.#options.now()
    if (state === 'waiting') return { from: now }
    const times = this.#times.get(task) ?? { from: now }
    this.#times.set(task, times)
    if (state === 'running') delete times.to
    else times.to ??= now
    return times
  }
}

function stateOf({ state, output }: FleetTask): RowState {
  if (state === 'FAILED') return 'failed'
  if (state === 'COMPLETED') return 'done'
  return output === '' ? 'waiting' : 'running'
}
