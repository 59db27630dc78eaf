import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isGone, isLiving } from './process.ts'
import { readJournal } from './read-journal.ts'
import { journalPath } from './state-directory.ts'

/** Names of the runs that have a journal there, oldest first: names sort by time. */
export async function runNames(directory: string): Promise<string[]> {
  try {
    const names = await readdir(join(directory, 'runs'))
    return names
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => name.slice(0, -'.jsonl'.length))
      .sort()
  } catch {
    return []
  }
}

/** How many of the latest runs are checked: the leases of older ones have expired. */
const LATEST = 20

/** Runs of this machine whose process is gone: their leases can be taken over. */
export async function deadRuns(directory: string): Promise<string[]> {
  const names = (await runNames(directory)).slice(-LATEST)
  const dead = await Promise.all(names.map(async (name) => isDeadRun(directory, name)))
  return names.filter((_name, index) => dead[index])
}

/** The name comes from a node, and may be any text. */
const NAME = /^[\w-]+$/u

async function isDeadRun(directory: string, run: string): Promise<boolean> {
  if (!NAME.test(run)) return false
  const read = await readJournal(journalPath(directory, run))
  return read.ok && isGone(read.value.header.who)
}

async function isLivingRun(directory: string, run: string): Promise<boolean> {
  if (!NAME.test(run)) return false
  const read = await readJournal(journalPath(directory, run))
  return read.ok && isLiving(read.value.header.who)
}

/** Milliseconds for which an answer is reused: a thousand nodes that wait for one run cause one look. */
const GOOD_FOR = 1000

/** Whether a run with a journal here has died, at every call anew. */
export function deathWatch(directory: string, now = Date.now): (run: string) => Promise<boolean> {
  return watch(async (run) => isDeadRun(directory, run), now)
}

/** Whether a run is known here to go on: it has a journal, and its process lives on this machine. */
export function lifeWatch(directory: string, now = Date.now): (run: string) => Promise<boolean> {
  return watch(async (run) => isLivingRun(directory, run), now)
}

function watch(
  look: (run: string) => Promise<boolean>,
  now: () => number,
): (run: string) => Promise<boolean> {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<boolean> }>()
  return async (run) => {
    const known = answers.get(run)
    if (known !== undefined && now() - known.at < GOOD_FOR) return known.answer
    const answer = look(run)
    answers.set(run, { at: now(), answer })
    return answer
  }
}
