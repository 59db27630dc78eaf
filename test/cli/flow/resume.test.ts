import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readArguments } from '../../../src/cli/command-line/arguments.ts'
import type { FlowArguments } from '../../../src/cli/flow/flow-arguments.ts'
import { withResumed } from '../../../src/cli/flow/resume.ts'
import { VERBS } from '../../../src/cli/main.ts'
import { upgrade } from '../../../src/cli/verbs/upgrade.ts'
import type { JournalEntry, Who } from '../../../src/journal/entry.ts'
import { openJournal } from '../../../src/journal/journal-file.ts'
import { whoAmI } from '../../../src/journal/process.ts'
import { journalPath } from '../../../src/journal/state-directory.ts'

const GONE: Who = { user: 'kim', host: hostname(), pid: 1, started: 'another boot 1' }
const RUN = '20261126-010203-aaaa'
const DIGEST = `sha256:${'d'.repeat(64)}`

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'resume-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function journalOf(entries: readonly JournalEntry[], who = GONE, run = RUN): Promise<void> {
  const journal = await openJournal(journalPath(directory, run), () => new Date('2026-11-26T01:02:03Z'))
  const args = { limit: 'compute', image: 'prom/prometheus:v3', batches: '1,100%', maxFailures: '2' }
  const header = {
    type: 'run',
    run,
    verb: 'upgrade',
    version: '1',
    manifest: '/m.yml',
    who,
    arguments: args,
  } as const
  await Promise.all([header, ...entries].map(async (entry) => journal.write(entry)))
  await journal.close()
}

const planned = (node: string): JournalEntry => ({
  type: 'planned',
  node,
  verdict: 'recreate',
  generation: 'bb',
})
const step = (node: string, name: 'activate' | 'verify', outcome?: 'changed' | 'failed'): JournalEntry =>
  outcome === undefined ? { type: 'begins', step: name, node } : { type: 'ends', step: name, node, outcome }

const HALFWAY: readonly JournalEntry[] = [
  {
    type: 'image',
    requested: 'prom/prometheus:v3',
    resolved: `prom/prometheus@${DIGEST}`,
    version: '3.5.3',
  },
  planned('cmp1'),
  planned('cmp2'),
  { type: 'batches', batches: [['cmp1'], ['cmp2']] },
  { type: 'batch-begins', batch: 1 },
  step('cmp1', 'activate'),
  step('cmp1', 'activate', 'changed'),
  step('cmp1', 'verify'),
  step('cmp1', 'verify', 'changed'),
  { type: 'batch-begins', batch: 2 },
  step('cmp2', 'activate'),
]

function argsOf(...words: readonly string[]): FlowArguments {
  const read = readArguments(['m.yml', '--state-dir', directory, ...words], upgrade, VERBS)
  if (read.kind !== 'run') throw new Error(JSON.stringify(read))
  return read.args
}

async function resumed(...words: readonly string[]) {
  const answer = await withResumed('upgrade', argsOf(...words))
  if (!answer.ok) throw new Error(answer.failure.message)
  return answer.value
}

async function refused(...words: readonly string[]) {
  const answer = await withResumed('upgrade', argsOf(...words))
  return answer.ok ? undefined : answer.failure
}

describe('a run that is resumed', () => {
  it('brings its options, the image by the digest that was found, and its batches', async () => {
    await journalOf(HALFWAY)
    const { args, batches, history } = await resumed('--resume', 'last')
    expect(args).toMatchObject({
      limit: 'compute',
      image: `prom/prometheus:v3@${DIGEST}`,
      batches: [{ nodes: 1 }, { percent: 100 }],
      maxFailures: { nodes: 2 },
      resume: RUN,
    })
    expect(batches).toEqual([['cmp1'], ['cmp2']])
    expect(history).toEqual([
      `run ${RUN} of upgrade, by kim@${hostname()}, began 2026-11-26T01:02:03.000Z and was cut off 2026-11-26T01:02:03.000Z, in batch 2 of 2`,
      '  confirmed: cmp1 (1)',
      '  in-doubt: cmp2 (1)',
    ])
  })

  it('is planned in other batches where others are asked for now', async () => {
    await journalOf(HALFWAY)
    const { args, batches } = await resumed('--resume', RUN, '--batches', '2', '--max-failures', '0')
    expect(batches).toBeUndefined()
    expect(args).toMatchObject({ batches: [{ nodes: 2 }], maxFailures: { nodes: 0 } })
  })

  it('has no batches where it was cut off before it came to have some', async () => {
    await journalOf([planned('cmp1')])
    expect((await resumed('--resume', RUN)).batches).toBeUndefined()
  })

  it('is limited to what is not done yet, where only that is asked for', async () => {
    await journalOf(HALFWAY)
    expect((await resumed('--only-failed', RUN)).args.limit).toBe('cmp2')
  })

  it('is none where no run is named', async () => {
    expect(await resumed()).toEqual({ args: argsOf(), history: [] })
  })
})

describe('a run that cannot be resumed', () => {
  it('is one that is not there: those that are there are named', async () => {
    await journalOf(HALFWAY)
    expect(await refused('--resume', 'nope')).toEqual({
      exitCode: 2,
      message: `no journal of run nope in ${directory}; there are ${RUN}`,
    })
  })

  it('is one that may still be at work', async () => {
    await journalOf(HALFWAY, whoAmI())
    const failure = await refused('--resume', 'last')
    expect(failure?.exitCode).toBe(4)
    expect(failure?.message).toContain(`run ${RUN} did not end, and may still be at work: `)
  })

  it('is one in which nothing is left to do, where only that is asked for', async () => {
    await journalOf([planned('cmp1'), step('cmp1', 'activate'), step('cmp1', 'verify', 'changed')])
    expect(await refused('--only-failed', RUN)).toEqual({
      exitCode: 2,
      message: `every node of run ${RUN} is done`,
    })
  })
})
