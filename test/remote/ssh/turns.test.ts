import { expect, test } from 'vitest'
import { createTurns } from '../../../src/remote/ssh/turns.ts'

test('so many go at once, the others in their order as places come free', () => {
  const turns = createTurns(2)
  const begun: string[] = []
  const releases: (() => void)[] = []
  for (const name of ['a', 'b', 'c', 'd']) {
    turns.take((release) => {
      begun.push(name)
      releases.push(release)
    })
  }
  expect(begun).toEqual(['a', 'b'])
  releases[1]?.()
  expect(begun).toEqual(['a', 'b', 'c'])
  releases[0]?.()
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('a place that is given back twice is free once', () => {
  const turns = createTurns(1)
  const begun: string[] = []
  turns.take((release) => {
    begun.push('a')
    release()
    release()
  })
  turns.take(() => begun.push('b'))
  turns.take(() => begun.push('c'))
  expect(begun).toEqual(['a', 'b'])
})
