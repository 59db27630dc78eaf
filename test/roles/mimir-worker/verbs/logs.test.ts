import { afterEach, describe, expect, it, vi } from 'vitest'
import { runLogs } from '../../../../roles/mimir-worker/verbs/logs.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { contextOf, node } from '../../../play/sample.ts'
import { type FakeAnswer, type FakeHost, fakeHost } from '../../../support/fake-host.ts'
import { given } from '../programs/sent-program.ts'

const T1 = '2026-11-26T14:00:00.000000001Z'
const T2 = '2026-11-26T14:00:00.000000002Z'
const LOST = { reason: 'connection-lost', during: 'logs', evidence: safeLine('reset') } as const

const THERE = '{"fact":"log","base64":"dGhlcmU="}\n'

async function read(hosts: readonly FakeHost[], follow = false) {
  const nodes = hosts.map(({ name }) => node(name))
  const lines: string[] = []
  const lost: string[] = []
  const listener = {
    line: (name: string, time: string, text: string) => void lines.push(`${name} ${time.at(-2)} ${text}`),
    lost: (name: string, { reason }: { reason: string }) => void lost.push(`${name} ${reason}`),
    away: (name: string, { reason }: { reason: string }) => void lost.push(`${name} away: ${reason}`),
    back: (name: string) => void lost.push(`${name} back`),
    ended: () => undefined,
  }
  const leaseRequest = { run: 'run-1', holder: safeLine('root'), reason: safeLine('logs') }
  await runLogs(nodes, { since: 3600, tail: undefined, follow }, listener, {
    context: contextOf(nodes),
    leaseRequest,
    connect: async ({ name }) => {
      const host = hosts.find((one) => one.name === name)
      return Promise.resolve(host === undefined ? failed(LOST) : success(host))
    },
  })
  return { lines, lost }
}

afterEach(() => void vi.useRealTimers())

describe('reading logs', () => {
  it('tells each line with its time, and asks for what was wished', async () => {
    const host = fakeHost('cmp1', [['logs', { stdout: `${T1} one\n${T2} two  \n{"done":true}\n` }]])
    expect(await read([host])).toEqual({ lines: ['cmp1 1 one', 'cmp1 2 two  '], lost: [] })
    const program = host.commands[0]?.program ?? ''
    expect(['SINCE', 'TAIL', 'FOLLOW'].map((name) => given(program, name))).toEqual(['3600s', 'all', 'no'])
    expect(host.closed).toBe(true)
  })

  it('tells no line twice where the log is opened again, and passes over what the engine says', async () => {
    const stdout = `${T1} one\n${T2} two\nError: no such container\n${T1} one\n${T2} two\n{"done":true}\n`
    expect(await read([fakeHost('cmp1', [['logs', { stdout }]])], true)).toEqual({
      lines: ['cmp1 1 one', 'cmp1 2 two'],
      lost: [],
    })
  })

  it('goes on where a node is lost, and says which and why', async () => {
    const lostOne = fakeHost('cmp1', [['logs', { failure: LOST }]])
    const good = fakeHost('cmp2', [['logs', { stdout: `${T1} one\n{"done":true}\n` }]])
    const cutOff = fakeHost('cmp3', [['logs', { stdout: `${T1} one\n` }]])
    const evidence = Buffer.from('openstack-worker-prometheus').toString('base64')
    const bare = fakeHost('cmp4', [
      ['logs', { exitCode: 10, stdout: `{"failure":"worker-missing","base64":"${evidence}"}\n` }],
    ])
    expect(await read([lostOne, good, cutOff, bare])).toEqual({
      lines: ['cmp2 1 one', 'cmp3 1 one'],
      lost: ['cmp1 connection-lost', 'cmp3 unreadable-answer', 'cmp4 worker-missing'],
    })
  })

  it('hears a node that it follows again, from where it was lost', async () => {
    vi.useFakeTimers()
    const host = fakeHost('cmp1', [
      [
        'logs',
        [
          onceTold(`${THERE}${T1} one\n`, { failure: LOST }),
          { failure: LOST },
          { stdout: `${THERE}${T1} one\n${T2} two\n{"done":true}\n` },
        ],
      ],
    ])
    const ended = read([{ ...host, close: async () => Promise.resolve() }], true)
    await vi.runAllTimersAsync()
    expect(await ended).toEqual({
      lines: ['cmp1 1 one', 'cmp1 2 two'],
      lost: ['cmp1 away: connection-lost', 'cmp1 back'],
    })
    const since = host.commands.map(({ program }) => [given(program, 'SINCE'), given(program, 'TAIL')])
    expect(since).toEqual([
      ['3600s', 'all'],
      [T1, 'all'],
      [T1, 'all'],
    ])
  })

  it('does not wait for a node that was never heard, or that does not let it in any more', async () => {
    const changed = { reason: 'sudo-refused', user: 'kim', evidence: safeLine('') } as const
    const never = fakeHost('cmp1', [['logs', { failure: LOST }]])
    const refusing = fakeHost('cmp2', [['logs', onceTold(THERE, { failure: changed })]])
    expect(await read([never, refusing], true)).toEqual({
      lines: [],
      lost: ['cmp1 connection-lost', 'cmp2 sudo-refused'],
    })
  })
})

/** What was heard before the answer was a failure. */
function onceTold(stdout: string, answer: FakeAnswer): FakeAnswer {
  return (command) => {
    for (const line of stdout.split('\n').slice(0, -1)) command.onLine?.(line)
    return answer
  }
}
