import { describe, expect, it } from 'vitest'
import { eventsIn, lastToken, leaseConflicts } from './node-journal.ts'

const line = (run: string, token: number, event: string): string =>
  `1795709865\t${run}\t${token}\t${event}\t\n`

const journal = (...lines: readonly (readonly [run: string, token: number, event: string])[]) =>
  eventsIn(lines.map(([run, token, event]) => line(run, token, event)).join(''))

describe('the journal of a node', () => {
  it('is read line by line', () => {
    expect(eventsIn('1795709896\tone\t2\tarmed\tback to 5d24d58d0842 in 129 s\n')).toEqual([
      { at: 1795709896, run: 'one', token: 2, event: 'armed', detail: 'back to 5d24d58d0842 in 129 s' },
    ])
  })

  it('has a highest token', () => {
    expect(lastToken(journal(['one', 4, 'took'], ['one', 4, 'released']))).toBe(4)
    expect(lastToken([])).toBe(0)
  })

  it('has no conflict where runs come one after the other, or a lease is broken', () => {
    const events = journal(
      ['one', 1, 'took'],
      ['one', 1, 'staged'],
      ['one', 1, 'released'],
      ['two', 2, 'took'],
      ['two', 2, 'activated'],
      ['three', 3, 'broke'],
      ['three', 3, 'released'],
    )
    expect(leaseConflicts(events)).toEqual([])
  })

  it.each([
    [
      'takes a lease that another holds',
      [
        ['one', 1, 'took'],
        ['two', 2, 'took'],
      ],
      'two took the node while one held it',
    ],
    [
      'writes after another took over',
      [
        ['one', 1, 'took'],
        ['two', 2, 'broke'],
        ['one', 1, 'activated'],
      ],
      'one activated while two held the node',
    ],
    [
      'writes after it released the node',
      [
        ['one', 1, 'took'],
        ['one', 1, 'released'],
        ['one', 1, 'confirmed'],
      ],
      'one confirmed while nobody held the node',
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
  ] as const)('has a conflict where a run %s', (_, lines, conflict) => {
    expect(leaseConflicts(journal(...lines))).toEqual([conflict])
  })
})
