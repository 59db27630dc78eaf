import type { PlayEvent } from '../../src/model/event.ts'
import type { Node } from '../../src/model/node.ts'
import { type Interruption, interruption } from '../../src/play/interruption.ts'
import type { Stage } from '../../src/play/phase.ts'
import { pool } from '../../src/play/pool.ts'
import { roster } from '../../src/play/roster.ts'
import { safeLine } from '../../src/values/safe-text.ts'

export function node(name: string, groups: readonly string[] = []): Node {
  return { name, groups, reach: { transport: 'local', become: false } }
}

export interface TestStage extends Stage {
  readonly events: readonly PlayEvent[]
  readonly interruption: Interruption
}

/** A stage whose clock counts its own questions, and whose words are the JSON of the news. */
export function stage(nodes: readonly Node[], places = 10): TestStage {
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
    say: (news) => safeLine(JSON.stringify(news)),
  }
}
