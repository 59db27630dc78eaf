import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunHeader } from '../../src/journal/entry.ts'
import { type Journal, openJournal } from '../../src/journal/journal-file.ts'
import { holderName, isGone, isLiving, whoAmI } from '../../src/journal/process.ts'
import { entriesOf, readJournal } from '../../src/journal/read-journal.ts'
import { deadRuns, deathWatch, runNames } from '../../src/journal/runs.ts'
import { journalPath, stateDirectory } from '../../src/journal/state-directory.ts'

let directory: string
const NOW = new Date('2026-11-26T01:02:03.000Z')

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function header(run: string, who = whoAmI()): RunHeader {
  return { type: 'run', run, verb: 'upgrade', version: '1', manifest: '/m.yml', who, arguments: {} }
}

async function open(run: string): Promise<Journal> {
  return openJournal(journalPath(directory, run), () => NOW)
}

async function begun(run: string, who = whoAmI()): Promise<void> {
  const journal = await open(run)
  await journal.write(header(run, who))
  await journal.close()
}

const GONE = { user: 'root', host: hostname(), pid: 1, started: 'another pid:[1] 1' }

describe('a journal', () => {
  it('has each entry on the disk, with its time, when its writing settles', async () => {
    const journal = await open('r1')
    expect(await journal.write(header('r1'))).toEqual({ ok: true, value: undefined })
    expect(entriesOf(readFileSync(journal.path, 'utf8'))).toEqual([
      { at: '2026-11-26T01:02:03.000Z', ...header('r1') },
    ])
    await journal.close()
  })

  it('keeps the order of entries that are written at once', async () => {
    const journal = await open('r1')
    const nodes = Array.from({ length: 500 }, (_, at) => `cmp${at}`)
    await Promise.all(nodes.map(async (node) => journal.write({ type: 'begins', step: 'stage', node })))
    await journal.close()
    const entries = entriesOf(readFileSync(journal.path, 'utf8'))
    expect(entries.map((entry) => 'node' in entry && entry.node)).toEqual(nodes)
  })

  it('says so where it cannot be written, and does not reject', async () => {
    const journal = await open('r1')
    await journal.close()
    expect(await journal.write(header('r1'))).toMatchObject({
      ok: false,
      failure: { reason: 'journal-failed', path: journal.path },
    })
  })

  it('is never written over another', async () => {
    await begun('r1')
    await expect(open('r1')).rejects.toThrow('EEXIST')
  })

  it('is read to its last whole line', () => {
    expect(entriesOf('{"at":"t","type":"ended","how":"done"}\n{"at":"t","ty')).toEqual([
      { at: 't', type: 'ended', how: 'done' },
    ])
  })

  it.each([
    '{"at":"t","type":"planned","verdict":"noop","generation":"a"}',
    '{"at":"t","type":"begins","step":"stage","node":7}',
    '{"at":"t","type":"batches","batches":[["a"],"b"]}',
    '{"at":"t","type":"batches"}',
    '{"at":"t","type":"batch-begins","batch":"1"}',
    '{"at":"t","type":"run","run":"r","verb":"v","version":"1","manifest":"m","arguments":{},"who":{"pid":"1"}}',
    '{"at":"t","type":"image","requested":"a"}',
    '{"type":"ended","how":"done"}',
    '{"at":"t","type":["ended"]}',
    '[]',
    'null',
  ])('has no entry that is not whole: %s', (line) => {
    expect(entriesOf(`${line}\n`)).toEqual([])
  })

  it('that is missing, or none, is told apart', async () => {
    expect(await readJournal(journalPath(directory, 'r1'))).toMatchObject({ failure: { reason: 'missing' } })
    await (await open('r2')).close()
    expect(await readJournal(journalPath(directory, 'r2'))).toMatchObject({
      failure: { reason: 'no-journal' },
    })
    expect(await readJournal(directory)).toMatchObject({ failure: { reason: 'refused' } })
  })
})

describe('runs', () => {
  it('are named by time', async () => {
    await begun('20261126-2')
    await begun('20261126-1')
    expect(await runNames(directory)).toEqual(['20261126-1', '20261126-2'])
    expect(await runNames(join(directory, 'nowhere'))).toEqual([])
  })

  it('are dead whose process is gone, whether they ended or not', async () => {
    await begun('1-alive')
    await begun('2-dead', GONE)
    await begun('3-elsewhere', { ...GONE, host: 'another-machine' })
    const ended = await open('4-ended')
    await ended.write(header('4-ended', GONE))
    await ended.write({ type: 'ended', how: 'done' })
    await ended.close()
    expect(await deadRuns(directory)).toEqual(['2-dead', '4-ended'])
  })

  it('may die while another one waits for them, which asks now and then', async () => {
    let now = 0
    const isDead = deathWatch(directory, () => now)
    expect(await isDead('5-later')).toBe(false)
    await begun('5-later', GONE)
    now = 999
    expect(await isDead('5-later')).toBe(false)
    now = 1000
    expect(await isDead('5-later')).toBe(true)
  })

  it('are looked for by their name only in the folder of journals, whatever a node calls them', async () => {
    await begun('6-dead', GONE)
    const isDead = deathWatch(join(directory, 'elsewhere'))
    expect(await isDead('../../runs/6-dead')).toBe(false)
  })
})

describe('a process', () => {
  it('is here while it runs', () => {
    expect(isGone(whoAmI())).toBe(false)
  })

  it('is another one where the number was given again', () => {
    expect(isGone({ ...whoAmI(), started: 'another pid:[1] 1' })).toBe(true)
  })

  it('is not known where it has another numbering, as in a container of the same name', () => {
    const me = whoAmI()
    const elsewhere = { ...me, started: me.started.replace(/pid:\[\d+\]/u, 'pid:[1]') }
    expect(elsewhere.started).not.toBe(me.started)
    expect([isGone(elsewhere), isLiving(elsewhere)]).toEqual([false, false])
    expect([isGone({ ...elsewhere, pid: 2 ** 22 }), isLiving(me)]).toEqual([false, true])
  })

  it('is named with its machine', () => {
    expect(holderName({ user: 'kim', host: 'deploy', pid: 7, started: '' })).toBe('kim@deploy (process 7)')
  })
})

describe('the state directory', () => {
  it('is the one asked for, then the environment, then where the system keeps state', () => {
    expect(stateDirectory('/a', { KOLLA_MIMIR_STATE: '/b' }, '/home/kim')).toBe('/a')
    expect(stateDirectory(undefined, { KOLLA_MIMIR_STATE: '/b' }, '/home/kim')).toBe('/b')
    expect(stateDirectory(undefined, { XDG_STATE_HOME: '/s' }, '/home/kim')).toBe('/s/kolla-mimir')
    expect(stateDirectory(undefined, { XDG_STATE_HOME: 'relative' }, '/home/kim')).toBe(
      '/home/kim/.local/state/kolla-mimir',
    )
  })
})
