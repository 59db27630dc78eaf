import { describe, expect, it } from 'vitest'
import { lastToken, meddlings, notedIn } from './node-journal.ts'

const line = (run: string, token: number, event: string): string =>
  `1795709865\t${run}\t${token}\t${event}\t\n`

const journal = (...lines: readonly (readonly [run: string, token: number, event: string])[]) =>
  notedIn(lines.map(([run, token, event]) => line(run, token, event)).join(''))

describe('the journal of a node', () => {
  it('is read line by line, with what each tells', () => {
    expect(notedIn('1795709896\tone\t2\tarmed\tback to 5d24d58d0842 in 129 s\n')).toEqual([
      { at: 1795709896, run: 'one', token: 2, event: 'armed', detail: 'back to 5d24d58d0842 in 129 s' },
    ])
  })

  it('tells the highest token', () => {
    expect(lastToken(journal(['one', 4, 'took'], ['one', 4, 'released']))).toBe(4)
    expect(lastToken([])).toBe(0)
  })

  it('shows nothing wrong where runs come one after the other, or a lease is broken', () => {
    const noted = journal(
      ['one', 1, 'took'],
      ['one', 1, 'staged'],
      ['one', 1, 'released'],
      ['two', 2, 'took'],
      ['two', 2, 'activated'],
      ['three', 3, 'broke'],
      ['three', 3, 'released'],
    )
    expect(meddlings(noted)).toEqual([])
  })

  it.each([
    [
      'takes what another has',
      [
        ['one', 1, 'took'],
        ['two', 2, 'took'],
      ],
      'two took the node while one had it',
    ],
    [
      'writes after another took over',
      [
        ['one', 1, 'took'],
        ['two', 2, 'broke'],
        ['one', 1, 'activated'],
      ],
      'one activated while two had the node',
    ],
    [
      'writes after it gave the node back',
      [
        ['one', 1, 'took'],
        ['one', 1, 'released'],
        ['one', 1, 'confirmed'],
      ],
      'one confirmed while nobody had the node',
    ],
    [
      'gets a token again',
      [
        ['one', 1, 'took'],
        ['one', 1, 'released'],
        ['two', 1, 'took'],
        ['two', 1, 'released'],
      ],
      'two took the node with token 1 after 1',
    ],
  ] as const)('shows a run that %s', (_, lines, told) => {
    expect(meddlings(journal(...lines))).toEqual([told])
  })
})
