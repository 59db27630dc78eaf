import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { eventually } from '../lab/lab/observe.ts'
import { CURRENT, environment, NEW, OLD, onEveryNode, run, states } from '../support/campaign.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { eventsIn } from '../support/node-journal.ts'
import { contradictions, type NodeAfterRun, recordOf, resumeLines } from '../support/node-record.ts'
import { onAll } from '../support/on-nodes.ts'
import { start, stderrIncludes } from '../support/run.ts'
import { envNumber, seededRandom } from '../support/seeded-random.ts'

const SEED = envNumber('SEED', 1)
const KILLS = envNumber('KILLS', 6)

/** How far each try comes into the length of a whole run: one in each of as many equal parts, so that both ends are met. */
const random = seededRandom(SEED)
const TRIES = Array.from({ length: KILLS }, (_, at) => ({ at: at + 1, share: (at + random()) / KILLS }))

/** Milliseconds until a node that nobody confirms has gone back, and more. */
const LONGEST_WAY_BACK = 240_000

let lab: Lab
/** Milliseconds that a whole run takes. */
let length: number

/** In batches, and with as short a time to be confirmed as there is. */
async function order(name: string, image: string): Promise<readonly [file: string, ...words: string[]]> {
  const file = await environment(lab, name, {
    rollout: { deadlines: { connect: '10s', activate: '45s', verify: '15s' } },
    worker: { exporters: { openstack_exporter: { enabled: false } }, scrape_interval: '2s' },
  })
  return [file, '--image', image, '--batches', '1,100%']
}

beforeAll(async () => {
  lab = await fleet(1)
  await stripAll(lab, 'images')
  const ended = await run('upgrade', ...(await order(`kills-${SEED}`, OLD)))
  if (ended.exitCode !== 0) throw new Error(`the fleet is not well to begin with:\n${ended.stderr}`)
  length = ended.took
})

const runs = (): string => join(lab.runDirectory, 'state', 'runs')

/** Kills npx and all that it started, so long after it was typed; a run that is over by then was lucky. */
async function kill(words: readonly [string, ...string[]], after: number): Promise<void> {
  const running = start('upgrade', ...words)
  const isOver = await Promise.race([pause(after, false), running.ended.then(() => true)])
  if (!isOver) running.signalAll('SIGKILL')
  await running.ended
}

/** Nobody acts, until no program of ours runs on a node, and nothing waits there to be confirmed. */
async function quiet(): Promise<Record<string, string>> {
  const stirs = "pgrep -f '[t]imeout -k 5 [0-9]+ sh -s' || ls /opt/mimir-worker/unconfirmed 2>/dev/null || :"
  const stirring = await eventually(
    async () => pause(1000).then(async () => onAll(lab, stirs)),
    (answers) => [...answers.values()].every((answer) => answer === ''),
    LONGEST_WAY_BACK,
  )
  return Object.fromEntries(stirring)
}

/** What lies on the nodes, and what was written down about it here. */
async function leftBehind(
  before: ReadonlyMap<string, string>,
  known: readonly string[],
): Promise<{ journal: string; nodes: ReadonlyMap<string, NodeAfterRun> }> {
  const [now, journals] = [await onAll(lab, CURRENT), await onAll(lab, 'cat /opt/mimir-worker/journal')]
  const own = (await readdir(runs())).find((name) => !known.includes(name))
  return {
    journal: own === undefined ? '' : await readFile(join(runs(), own), 'utf8'),
    nodes: new Map(
      [...now].map(([node, current]) => [
        node,
        { before: before.get(node) ?? '', now: current, events: eventsIn(journals.get(node) ?? '') },
      ]),
    ),
  }
}

describe(`an upgrade whose controller is killed, seed ${SEED}`, () => {
  it.each(TRIES)(
    'leaves all nodes whole, $share into its length, and is finished by --resume',
    async ({ at, share }) => {
      const words = await order(`kills-${SEED}-${at}`, at % 2 === 1 ? NEW : OLD)
      const [before, known] = [await onAll(lab, CURRENT), await readdir(runs())]
      await kill(words, share * length)
      expect(await quiet()).toEqual(onEveryNode(lab, ''))
      expect(await inconsistencies(lab)).toEqual(onEveryNode(lab, []))
      const { journal, nodes } = await leftBehind(before, known)
      expect(contradictions(journal, nodes)).toEqual([])

      // One that was killed before it had written anything is not known, and simply started again.
      const record = recordOf(journal)
      const again = record === undefined ? words : ([words[0], '--resume', 'last'] as const)
      const resumed = await run('upgrade', ...again)
      expect(resumed).toMatchObject({ exitCode: 0 })
      expect(states(resumed)).toEqual(onEveryNode(lab, expect.stringMatching(/^verified /u)))
      const silent =
        record === undefined ? [] : resumeLines(record).filter((line) => !stderrIncludes(resumed, line))
      expect(silent).toEqual([])
      expect(await inconsistencies(lab)).toEqual(onEveryNode(lab, []))
    },
    900_000,
  )
})
