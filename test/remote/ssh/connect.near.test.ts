import { expect, test } from 'vitest'
import { failureOf, successOf } from '../operator.ts'
import { command, useBench } from './ssh-node.ts'

const bench = useBench()
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

test('a port where nobody listens is refused, after two more tries', async () => {
  const sshd = await bench.sshd()
  await sshd.stop()
  const begun = performance.now()
  expect(failureOf(await bench.operator(sshd).open(sshd, {}, { retryPause: 100 }))).toMatchObject({
    reason: 'ssh-unreachable',
    address: '127.0.0.1',
    port: sshd.port,
    cause: 'refused',
    evidence: matching(/ECONNREFUSED/u),
  })
  expect(performance.now() - begun).toBeGreaterThan(100 * 0.5 + 200 * 0.5)
})

test('a name that nobody knows is an unknown host', async () => {
  const sshd = await bench.sshd()
  const opened = await bench.operator(sshd).open(sshd, { address: 'no-such-host.invalid' })
  expect(failureOf(opened)).toMatchObject({ reason: 'ssh-unreachable', cause: 'unknown-host' })
})

test('a server that says nothing is given up at the deadline', async () => {
  const sshd = await bench.sshd({ accepts: () => true })
  expect(failureOf(await bench.operator(sshd).open(sshd, {}, { connectDeadline: 200 }))).toMatchObject({
    reason: 'ssh-unreachable',
    cause: 'timed-out',
    evidence: 'no SSH connection within 0.2 s',
  })
})

test('a server that falls silent during authentication is given up at the deadline', async () => {
  const sshd = await bench.sshd({ ignoresAuthentication: true })
  expect(failureOf(await bench.operator(sshd).open(sshd, {}, { connectDeadline: 600 }))).toMatchObject({
    reason: 'ssh-unreachable',
    cause: 'timed-out',
    evidence: 'authentication did not end within 0.6 s',
  })
})

test('an abort ends the wait at once', async () => {
  const control = new AbortController()
  const sshd = await bench.sshd({
    accepts: () => {
      control.abort()
      return true
    },
  })
  const operator = bench.operator(sshd)
  const aborted = { reason: 'aborted', during: 'connect' }
  expect(failureOf(await operator.open(sshd, {}, { signal: control.signal }))).toEqual(aborted)
  expect(failureOf(await operator.open(sshd, {}, { signal: control.signal }))).toEqual(aborted)
  expect(sshd.connections()).toBe(1)
})

test('a server that drops connections before its banner is asked twice more, with pauses', async () => {
  const busy = await bench.sshd({
    accepts: (socket, number) => {
      if (number > 2) return false
      socket.destroy()
      return true
    },
  })
  const host = successOf(await bench.operator(busy).open(busy))
  expect(successOf(await host.exec(command('echo up'))).stdout).toBe('up\n')
  expect(busy.connections()).toBe(3)
})

test.each([
  ['closes', (socket: { end(): unknown }) => socket.end()],
  ['resets', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
])('a server that always %s before its banner is unreachable after three tries', async (_how, drop) => {
  const busy = await bench.sshd({
    accepts: (socket) => {
      drop(socket)
      return true
    },
  })
  expect(failureOf(await bench.operator(busy).open(busy))).toMatchObject({
    reason: 'ssh-unreachable',
    cause: 'closed',
  })
  expect(busy.connections()).toBe(3)
})

test('a server that is not an SSH server is a failed negotiation, and is not asked again', async () => {
  const http = await bench.sshd({
    accepts: (socket) => {
      socket.end(`HTTP/1.1 400 Bad Request\r\n${'x'.repeat(20_000)}\r\n\r\n`)
      return true
    },
  })
  expect(failureOf(await bench.operator(http).open(http))).toMatchObject({ reason: 'ssh-negotiation' })
  expect(http.connections()).toBe(1)
})

test('a server with nothing but the slow group exchange is a failed negotiation', async () => {
  const sshd = await bench.sshd({ algorithms: { kex: ['diffie-hellman-group18-sha512'] } })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-negotiation',
    address: '127.0.0.1',
    evidence: matching(/no matching key exchange/u),
  })
})
