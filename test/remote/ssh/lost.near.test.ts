import { expect, test } from 'vitest'
import { failureOf, successOf } from '../operator.ts'
import { afterStart, command, useBench } from './ssh-node.ts'

const bench = useBench()
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

test('the connection is lost when it is reset', async () => {
  const host = await bench.node(afterStart(({ socket }) => setTimeout(() => socket.resetAndDestroy(), 50)))
  expect(failureOf(await host.exec(command(':')))).toMatchObject({
    reason: 'connection-lost',
    during: 'observe',
    evidence: matching(/ECONNRESET/u),
  })
})

test('the connection is lost when the server closes it', async () => {
  const host = await bench.node(afterStart(({ socket }) => setTimeout(() => socket.end(), 50)))
  expect(failureOf(await host.exec(command(':')))).toMatchObject({ reason: 'connection-lost' })
})

test('the connection is lost when it goes between the exit status and the end of the output', async () => {
  const host = await bench.node(
    afterStart(({ channel, socket }) => {
      channel.exit(0)
      setTimeout(() => socket.resetAndDestroy(), 50)
    }),
  )
  expect(failureOf(await host.exec(command(':')))).toMatchObject({ reason: 'connection-lost' })
})

test('the connection is lost when the node falls silent, for all commands at once', async () => {
  const host = await bench.node(
    afterStart(({ socket }) => {
      socket.pause()
      socket.write = () => true
    }),
    { keepalive: { interval: 100, misses: 2 } },
  )
  const [first, second] = await Promise.all([host.exec(command(':')), host.exec(command(':'))])
  expect(failureOf(first)).toMatchObject({ reason: 'connection-lost', evidence: matching(/Keepalive/u) })
  expect(failureOf(second)).toMatchObject({ reason: 'connection-lost' })
  expect(failureOf(await host.exec(command(':')))).toMatchObject({ reason: 'connection-lost' })
})

test('the connection is lost when it is we who close it', async () => {
  const host = await bench.node(afterStart(() => setTimeout(() => void host.close(), 50)))
  expect(failureOf(await host.exec(command(':')))).toMatchObject({ reason: 'connection-lost' })
  await host.close()
})

test('a command has no exit status when the channel closes without one', async () => {
  const host = await bench.node(afterStart(({ channel }) => channel.close()))
  expect(failureOf(await host.exec(command(':')))).toMatchObject({
    reason: 'no-exit-status',
    evidence: 'begun',
  })
})

test('a command is killed when it died by a signal', async () => {
  const host = await bench.node(
    afterStart(({ channel }) => {
      channel.exit('KILL')
      channel.close()
    }),
  )
  expect(failureOf(await host.exec(command(':')))).toMatchObject({ reason: 'killed', signal: 'SIGKILL' })
})

test('a command is late when it hangs, and the connection serves the next one', async () => {
  const host = await bench.node()
  expect(failureOf(await host.exec(command('echo waiting; sleep 60', { deadline: 300 })))).toMatchObject({
    reason: 'deadline',
    seconds: 0.3,
    evidence: 'waiting',
  })
  expect(successOf(await host.exec(command('echo next'))).stdout).toBe('next\n')
})

test('a command is late when the server never opens a channel, and later commands are late in their turn', async () => {
  const host = await bench.node({ ignoresSessions: true })
  const results = await Promise.all(
    Array.from({ length: 6 }, () => host.exec(command(':', { deadline: 200 }))),
  )
  expect(results.map((result) => failureOf(result).reason)).toEqual(results.map(() => 'deadline'))
})

test('a command is aborted as soon as its signal says so, also before it began', async () => {
  const host = await bench.node()
  const control = new AbortController()
  const running = host.exec(
    command('echo here; sleep 60', {
      signal: control.signal,
      onLine: () => {
        control.abort()
        return true
      },
    }),
  )
  expect(failureOf(await running)).toEqual({ reason: 'aborted', during: 'observe' })
  expect(failureOf(await host.exec(command(':', { signal: control.signal })))).toEqual({
    reason: 'aborted',
    during: 'observe',
  })
  expect(bench.lines()).toHaveLength(1)
})

test('a command is unreadable when it writes a line of more than a megabyte', async () => {
  const host = await bench.node()
  const lines: string[] = []
  const result = await host.exec(
    command("echo short; head -c 1100000 /dev/zero | tr '\\0' x; echo; echo after", {
      onLine: (line) => lines.push(line) > 0,
    }),
  )
  expect(failureOf(result)).toMatchObject({ reason: 'unreadable-answer' })
  expect(lines).toEqual(['short'])
})

test('a failure is our own when whoever reads the lines throws', async () => {
  const host = await bench.node()
  const onLine = (): never => {
    throw new Error('not JSON')
  }
  expect(failureOf(await host.exec(command('echo x', { onLine })))).toMatchObject({
    reason: 'internal',
    evidence: matching(/not JSON/u),
  })
})

test('a failure is our own when the program holds a NUL character', async () => {
  const host = await bench.node()
  expect(failureOf(await host.exec(command('echo \0')))).toMatchObject({ reason: 'internal' })
  expect(bench.lines()).toEqual([])
})

test('the connection is lost when the server opens no more sessions', async () => {
  const host = await bench.node({ maxSessions: 0 })
  expect(failureOf(await host.exec(command(':')))).toMatchObject({
    reason: 'connection-lost',
    evidence: matching(/refused to run a command/u),
  })
})
