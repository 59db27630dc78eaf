import { expect, test } from 'vitest'
import { createSemaphore } from '../../../src/remote/ssh/semaphore.ts'

test('so many go at once, the others in their order as places come free', () => {
  const channels = createSemaphore(2)
  const begun: string[] = []
  const releases: (() => void)[] = []
  for (const name of ['a', 'b', 'c', 'd']) {
    channels.acquire((release) => {
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
  const channels = createSemaphore(1)
  const begun: string[] = []
  channels.acquire((release) => {
    begun.push('a')
    release()
    release()
  })
  channels.acquire(() => begun.push('b'))
  channels.acquire(() => begun.push('c'))
  expect(begun).toEqual(['a', 'b'])
})
