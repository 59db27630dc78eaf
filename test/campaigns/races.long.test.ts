import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { environment, leases, onEveryNode, run } from '../support/campaign.ts'
import { fleet } from '../support/fleet.ts'
import { eventsIn, lastToken, leaseConflicts, type NodeEvent } from '../support/node-journal.ts'
import { onAll } from '../support/on-nodes.ts'
import { type RunResult, rolloutOrThrow, stderrIncludes } from '../support/run.ts'
import { envNumber, seededRandom } from '../support/seeded-random.ts'

const SEED = envNumber('SEED', 1)
const RACES = envNumber('RACES', 20)

/** Milliseconds that the second one begins after the first at most. */
const LATEST = 3000

/** The first pair begins at once, and every other pair wants two different things. */
const random = seededRandom(SEED)
const TRIES = Array.from({ length: RACES }, (_, at) => ({
  at: at + 1,
  offset: at === 0 ? 0 : Math.round(random() * LATEST),
  wish: at % 2 === 0 ? 'the same' : 'another thing',
}))

let lab: Lab

beforeAll(async () => {
  lab = await fleet(2)
  await rolloutOrThrow(await environment(lab, 'races'))
})

interface Raced {
  readonly ended: RunResult
  readonly file: string
}

/** Both, in the order in which they ended. */
async function race(files: readonly [string, string], offset: number): Promise<Raced[]> {
  const raced: Raced[] = []
  const one = async (file: string, after: number): Promise<void> => {
    await pause(after)
    raced.push({ ended: await run('rollout', file), file })
  }
  await Promise.all([one(files[0], 0), one(files[1], offset)])
  return raced
}

/** Node → what it noted. */
async function notes(): Promise<Map<string, NodeEvent[]>> {
  const journals = await onAll(lab, 'cat /opt/mimir-worker/journal')
  return new Map([...journals].map(([node, text]) => [node, eventsIn(text)]))
}

/** Node → where runs got in each other's way since those notes were taken. */
async function leaseConflictsSince(
  before: ReadonlyMap<string, readonly NodeEvent[]>,
): Promise<Record<string, readonly string[]>> {
  const all = [...(await notes())].map(([node, noted]) => {
    const known = lastToken(before.get(node) ?? [])
    return [node, leaseConflicts(noted.filter(({ token }) => token > known))] as const
  })
  return Object.fromEntries(all)
}

describe(`two controllers, seed ${SEED}`, () => {
  it.each(TRIES)(
    'never both change a node: the second wants $wish $offset ms later',
    async ({ at, offset, wish }) => {
      const first = await environment(lab, `races-${SEED}-${at}`)
      const second = wish === 'the same' ? first : await environment(lab, `races-${SEED}-${at}-other`)
      const before = await notes()
      const raced = await race([first, second], offset)
      const winners = raced.filter(({ ended }) => ended.exitCode === 0)
      const losers = raced.filter(({ ended }) => ended.exitCode !== 0)

      expect(raced.map(({ ended }) => ended)).toContainEqual(expect.objectContaining({ exitCode: 0 }))
      expect(losers.map(({ ended }) => ended)).toMatchObject(losers.map(() => ({ exitCode: 4 })))
      expect(losers.map(({ ended }) => stderrIncludes(ended, 'another run holds the lease: '))).toEqual(
        losers.map(() => true),
      )
      expect(await leaseConflictsSince(before)).toEqual(onEveryNode(lab, []))
      expect(await leases(lab)).toEqual(onEveryNode(lab, 'free'))
      const verified = await run('verify', winners.at(-1)?.file ?? first)
      expect(verified).toMatchObject({ exitCode: 0 })
    },
  )
})
