import { describe, expect, test } from 'vitest'
import type { SshReach } from '../../../src/model/node.ts'
import {
  type Attempt,
  type AttemptEnd,
  isPassing,
  isWorthRetrying,
  sshError,
} from '../../../src/remote/ssh/attempt.ts'
import type { Identity } from '../../../src/remote/ssh/identities.ts'
import { sshFailure } from '../../../src/remote/ssh/ssh-failure.ts'

const reach: SshReach = {
  transport: 'ssh',
  address: '10.0.0.11',
  port: 22,
  user: 'kolla',
  keys: ['/home/kolla/.ssh/id_ed25519'],
  identitiesOnly: false,
  knownHosts: ['/home/kolla/.ssh/known_hosts'],
  hostKeys: 'strict',
  become: true,
}
const KEY: Identity = {
  label: '/home/kolla/.ssh/id_ed25519 (SHA256:9n8vJ2)',
  method: { type: 'none', username: 'kolla' },
  file: '/home/kolla/.ssh/id_ed25519',
}
const attempt = (but: Partial<Attempt> = {}): Attempt => ({
  login: reach,
  isDirect: true,
  knownHosts: reach.knownHosts,
  handshaken: false,
  identities: { offered: [KEY], passedOver: [] },
  tried: [],
  partial: false,
  signed: false,
  exhausted: false,
  ...but,
})
const failing = (error: Partial<ReturnType<typeof sshError>>, silent = false): AttemptEnd => ({
  kind: 'error',
  error: { message: 'as ssh2 words it', ...error },
  silent,
})

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timed-out'],
  ['EHOSTUNREACH', 'no-route'],
  ['ENETUNREACH', 'no-route'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['ECONNRESET', 'closed'],
  ['EPIPE', 'closed'],
  ['EMFILE', 'other'],
])('a socket that fails with %s is unreachable: %s', (code, cause) => {
  expect(sshFailure(attempt(), failing({ code }))).toEqual({
    reason: 'ssh-unreachable',
    address: '10.0.0.11',
    port: 22,
    cause,
    evidence: 'as ssh2 words it',
  })
})

describe('a disconnect message', () => {
  test('before the host key is proven is a failed negotiation', () => {
    expect(sshFailure(attempt(), failing({ code: 3 }))).toMatchObject({ reason: 'ssh-negotiation' })
  })

  test('during authentication is a refusal', () => {
    expect(sshFailure(attempt({ handshaken: true, tried: [KEY] }), failing({ code: 2 }))).toMatchObject({
      reason: 'ssh-authentication',
      user: 'kolla',
      cause: 'keys-refused',
      tried: [KEY.label],
      evidence: 'as ssh2 words it',
    })
  })
})

test('a connection that breaks during authentication is not a refusal', () => {
  const broken = attempt({ handshaken: true, tried: [KEY] })
  expect(sshFailure(broken, failing({ code: 'ECONNRESET' }))).toMatchObject({
    reason: 'ssh-unreachable',
    cause: 'dropped',
  })
  expect(sshFailure(broken, { kind: 'closed', silent: false })).toMatchObject({ cause: 'dropped' })
})

test('what a node says on the way is made safe', () => {
  const failure = sshFailure(
    attempt({ handshaken: true, exhausted: true, accepted: ['pass\u001b[2Jword'] }),
    failing({}),
  )
  expect(failure).toMatchObject({ cause: 'no-publickey', accepted: ['password'] })
})

test('a host key that was not accepted is the failure, whatever came after it', () => {
  const key = Buffer.from('0000000b7373682d65643235353139', 'hex')
  const shown = { key, verdict: { state: 'unknown' } } as const
  expect(sshFailure(attempt({ shown }), { kind: 'deadline', seconds: 15 })).toMatchObject({
    reason: 'host-key-unknown',
    keyType: 'ssh-ed25519',
    knownHosts: ['/home/kolla/.ssh/known_hosts'],
  })
  expect(sshFailure(attempt({ shown }), { kind: 'aborted' })).toEqual({
    reason: 'aborted',
    during: 'connect',
  })
})

test('only a server that said nothing yet is worth another try', () => {
  expect(isWorthRetrying(failing({ code: 'ECONNREFUSED' }, true))).toBe(true)
  expect(isWorthRetrying(failing({ code: 'ECONNRESET' }, true))).toBe(true)
  expect(isWorthRetrying({ kind: 'closed', silent: true })).toBe(true)
  expect(isWorthRetrying(failing({ code: 'ECONNRESET' }))).toBe(false)
  expect(isWorthRetrying(failing({ code: 'EHOSTUNREACH' }, true))).toBe(false)
  expect(isWorthRetrying(failing({ code: 2 }))).toBe(false)
  expect(isWorthRetrying(failing({ level: 'client-authentication' }))).toBe(false)
  expect(isWorthRetrying({ kind: 'deadline', seconds: 15 })).toBe(false)
  expect(isWorthRetrying({ kind: 'aborted' })).toBe(false)
})

test('an agent or a key that cannot sign is not yet the end', () => {
  expect(isPassing({ message: '', level: 'agent' }, attempt())).toBe(true)
  expect(isPassing({ message: '', level: 'client-authentication' }, attempt())).toBe(true)
  expect(isPassing({ message: '', level: 'client-authentication' }, attempt({ exhausted: true }))).toBe(false)
  expect(isPassing({ message: '', level: 'client-socket' }, attempt())).toBe(false)
})

test('whatever is thrown has a message', () => {
  expect(sshError('boom')).toEqual({ message: 'boom' })
  expect(sshError(Object.assign(new Error('x'), { code: 2, level: 'handshake' }))).toEqual({
    message: 'x',
    code: 2,
    level: 'handshake',
  })
  expect(
    sshError(
      Object.assign(new AggregateError([new Error('one'), new Error('two')]), { code: 'ECONNREFUSED' }),
    ),
  ).toEqual({
    message: 'one; two',
    code: 'ECONNREFUSED',
  })
})
