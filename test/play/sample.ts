import type { PlayEvent } from '../../src/model/event.ts'
import type { Node } from '../../src/model/node.ts'
import { type Interruption, interruption } from '../../src/play/interruption.ts'
import type { RunContext } from '../../src/play/phase.ts'
import { pool } from '../../src/play/pool.ts'
import { roster } from '../../src/play/roster.ts'
import { safeLine } from '../../src/values/safe-text.ts'

export function node(name: string, groups: readonly string[] = []): Node {
  return { name, groups, reach: { transport: 'local', become: false } }
}

export interface TestContext extends RunContext {
  readonly events: readonly PlayEvent[]
  readonly interruption: Interruption
}

/** A context whose clock counts how often it is read, and whose messages are the JSON of the progress. */
export function contextOf(nodes: readonly Node[], places = 10): TestContext {
  const events: PlayEvent[] = []
  let time = 0
  return {
    events,
    roster: roster(nodes),
    pool: pool(places),
    interruption: interruption(),
    tell: (event) => events.push(event),
    elapsed: () => {
      time += 1
      return time
    },
    describe: (progress) => safeLine(JSON.stringify(progress)),
  }
}
