import { describe, expect, it } from 'vitest'
import { count, keyed, readLease } from '../../../../roles/mimir-worker/node/lease.ts'
import { readRecords } from '../../../../roles/mimir-worker/node/records.ts'
import { GENERATION } from '../sample.ts'

const RECORD = GENERATION.files.find(({ path }) => path === 'generation.json')?.text ?? ''
const LEASE =
  'run=run-1\ntoken=7\nholder=root@deploy 1\nstate=held\nsince=10\nrenewed=11\nexpires=191\nreason=a=b\n'
const UNCONFIRMED =
  'run=run-1\ntoken=7\ngeneration=bb\nprevious=aa\nback=reload\ntimer=123\ndeadline=300\nboot=b-1\nreverting=no\n'

/** As `tail -v` tells of several files. */
function tails(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([name, text]) => `==> ${name} <==\n${text}`)
    .join('\n')
    .trimEnd()
}

describe('what a node has written down of itself', () => {
  it('is read from the ends of its files', () => {
    const text = tails({
      lease: LEASE,
      unconfirmed: UNCONFIRMED,
      history:
        '5\taa\tconfirmed\trun-0\troot@deploy 1\trollout\tabc\n6\tbb\tauto-reverted\trun-1\ttimer\tnot in time\t\n',
      journal: '5\trun-0\t6\tconfirmed\taa\n',
      'current/generation.json': RECORD,
      '/proc/sys/kernel/random/boot_id': 'b-1\n',
    })
    const records = readRecords(text, '20 releases/aa\n30 releases/bb\n40 releases/my backup\n')
    expect(records).toMatchObject({
      lease: { run: 'run-1', token: 7, state: 'held', expires: 191, reason: 'a=b' },
      unconfirmed: {
        run: 'run-1',
        token: 7,
        generation: 'bb',
        previous: 'aa',
        back: 'reload',
        deadline: 300,
        reverting: false,
        timerGone: false,
      },
      journal: ['5 run-0 6 confirmed aa'],
      generation: { node: 'cmp1', container: GENERATION.container },
      releases: [
        { generation: 'aa', modified: 20 },
        { generation: 'bb', modified: 30 },
      ],
    })
    expect(records.history).toEqual([
      {
        at: 5,
        generation: 'aa',
        how: 'confirmed',
        run: 'run-0',
        who: 'root@deploy 1',
        reason: 'rollout',
        revision: 'abc',
      },
      {
        at: 6,
        generation: 'bb',
        how: 'auto-reverted',
        run: 'run-1',
        who: 'timer',
        reason: 'not in time',
        revision: '',
      },
    ])
  })

  it('is nothing where nothing was written', () => {
    const boot = tails({ '/proc/sys/kernel/random/boot_id': 'b-1\n' })
    for (const text of ['', boot])
      expect(readRecords(text, '')).toEqual({ history: [], journal: [], releases: [] })
  })

  it('tells a node that was restarted, and so has no timer any more, by the name of its boot', () => {
    const timerGone = (boot: string): boolean | undefined =>
      readRecords(tails({ unconfirmed: UNCONFIRMED, '/proc/sys/kernel/random/boot_id': boot }), '')
        .unconfirmed?.timerGone
    expect([timerGone('b-1\n'), timerGone('b-2\n'), timerGone('')]).toEqual([false, true, false])
  })

  it('keeps nothing that would move a cursor, and no line that is none of a history', () => {
    const evil = 'run=\u001B[2Jx\ntoken=1\nholder=\u0007h\nstate=held\n'
    const { lease, history } = readRecords(
      tails({ lease: evil, history: '5\taa\tblessed\tx\nnonsense\n' }),
      '',
    )
    expect(JSON.stringify(lease)).not.toMatch(/\\u00(?:1b|07)/iu)
    expect(history).toEqual([])
  })
})

describe('the lease out of its file', () => {
  it('is none where nobody is named in it', () => {
    for (const text of ['', 'token=4\n', 'run=\ntoken=4\n']) expect(readLease(text)).toBeUndefined()
  })

  it('is free unless it says that it is held', () => {
    expect(readLease('run=a\nstate=hel\ntoken=x\n')).toMatchObject({ state: 'free', token: 0 })
  })
})

it('a value is all that stands behind the first equals sign, and empty where there is none', () => {
  const value = keyed('a=b=c\nd=\ne')
  expect(['a', 'd', 'e', 'f'].map(value)).toEqual(['b=c', '', '', ''])
})

it.each([
  ['17', 17],
  ['', 0],
  ['-1', 0],
  ['1e3', 0],
  ['9'.repeat(40), 0],
])('the number of %j is %d', (text, number) => {
  expect(count(text)).toBe(number)
})
