/** One line of one node's log. */
export interface LogLine {
  readonly node: string
  /** When it was written, in words whose order is that of time. */
  readonly time: string
  readonly text: string
}

/** Lines to show, in the order of their times, and how many lines of which node had no room. */
export interface LogTurn {
  readonly lines: readonly LogLine[]
  readonly leftOut: ReadonlyMap<string, number>
}

/** Lines of many nodes that wait to be shown. Each node has as much room, and as many lines of a turn, as any other. */
export interface LogQueue {
  add(line: LogLine): void
  /** At most so many lines, as many of each node as of any other while it has some. */
  take(most: number): LogTurn
  /** Whether anything waits, lines or the count of those left out. */
  readonly waiting: boolean
}

interface Lane {
  readonly lines: LogLine[]
  /** Index of the first line that still waits. */
  from: number
  size: number
  leftOut: number
}

/** A queue with room for so many characters of each node; what does not fit costs the node its oldest lines. */
export function logQueue(room: number): LogQueue {
  const lanes = new Map<string, Lane>()
  return {
    add(line) {
      const lane = lanes.get(line.node) ?? { lines: [], from: 0, size: 0, leftOut: 0 }
      lanes.set(line.node, lane)
      lane.lines.push(line)
      lane.size += line.text.length
      while (lane.size > room && lane.lines.length - lane.from > 1) {
        drop(lane)
        lane.leftOut += 1
      }
    },
    take(most) {
      const lines = fairShares(lanes, most)
      const leftOut = new Map<string, number>()
      for (const [node, lane] of lanes) {
        if (lane.leftOut > 0) leftOut.set(node, lane.leftOut)
        lane.leftOut = 0
        if (lane.from === lane.lines.length) lanes.delete(node)
      }
      return { lines: lines.sort(byTime), leftOut }
    },
    get waiting() {
      return lanes.size > 0
    },
  }
}

/** One line of each lane in turn, until there are none or it is enough. */
function fairShares(lanes: ReadonlyMap<string, Lane>, most: number): LogLine[] {
  const taken: LogLine[] = []
  let before = -1
  while (taken.length < most && taken.length > before) {
    before = taken.length
    for (const lane of lanes.values()) {
      const line = taken.length < most ? drop(lane) : undefined
      if (line !== undefined) taken.push(line)
    }
  }
  return taken
}

/** The first line leaves its lane; what left is freed now and then, so that this costs nothing. */
function drop(lane: Lane): LogLine | undefined {
  const line = lane.lines[lane.from]
  if (line === undefined) return undefined
  lane.from += 1
  lane.size -= line.text.length
  if (lane.from > 1000 && lane.from * 2 > lane.lines.length) {
    lane.lines.splice(0, lane.from)
    lane.from = 0
  }
  return line
}

function byTime(left: LogLine, right: LogLine): number {
  return left.time < right.time ? -1 : left.time > right.time ? 1 : 0
}
