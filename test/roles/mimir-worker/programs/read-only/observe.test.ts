import { describe, expect, it } from 'vitest'
import { clockSkew, observeNode } from '../../../../../roles/mimir-worker/programs/read-only/observe.ts'
import { fakeHost } from '../../../../support/fake-host.ts'
import { SETTINGS } from '../../sample.ts'
import { given } from '../sent-program.ts'

describe('a look at a worker that does not listen where new ones shall', () => {
  it('asks it where it listens', async () => {
    const host = fakeHost('ctl1', [['observe', { stdout: '{"done":true}\n' }]])
    const listen = { host: '10.0.0.11', port: 19091 }
    const { signal } = new AbortController()
    await observeNode({ host, settings: SETTINGS, listen, apiInterface: '', deadline: 1000, signal })
    const asked = ['LISTEN', 'LISTEN_HOST', 'LISTEN_PORT'].map((name) =>
      given(host.commands[0]?.program ?? '', name),
    )
    expect(asked).toEqual(['10.0.0.11:19091', '10.0.0.11', '19091'])
  })
})

describe('the clock of a node, told as whole seconds in the course of a look', () => {
  it.each([
    [1000, 1000.2, 1003, 0],
    [1003, 1000.2, 1003.4, 0],
    [1005, 1000.2, 1003.4, 2],
    [999, 1000.9, 1003, -1],
    [400, 1000, 1003, -599],
    [4600, 1000, 1003, 3597],
  ])('tells %i between %f and %f: off by %i s', (told, began, ended, skew) => {
    expect(clockSkew(told, began, ended)).toBe(skew)
  })
})
