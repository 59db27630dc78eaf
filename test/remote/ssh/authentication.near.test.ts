import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fingerprint } from '../../../src/remote/ssh/public-key.ts'
import { failureOf, successOf } from '../operator.ts'
import { keyPair, wireKey } from './key-pair.ts'
import { useBench } from './ssh-node.ts'

const bench = useBench()
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

test('a refused key is not offered again, and what was tried and what is accepted is told', async () => {
  const sshd = await bench.sshd({ admits: () => false })
  const operator = bench.operator(sshd)
  expect(failureOf(await operator.open(sshd, { user: 'kolla' }))).toEqual({
    reason: 'ssh-authentication',
    cause: 'keys-refused',
    address: '127.0.0.1',
    port: sshd.port,
    user: 'kolla',
    tried: [`${operator.keyFile} (${fingerprint(wireKey(keyPair('ed25519', 'user')))})`],
    available: 1,
    accepted: ['publickey'],
    file: operator.keyFile,
    evidence: '',
  })
  expect(sshd.connections()).toBe(1)
  await sshd.deserted()
})

test('the keys are offered in their order until one is taken', async () => {
  const offered: string[] = []
  const second = keyPair('rsa', 'second')
  const sshd = await bench.sshd({
    admits: (context) => {
      if (context.method !== 'publickey') return false
      offered.push(context.key.algo)
      return context.key.data.equals(wireKey(second))
    },
  })
  const operator = bench.operator(sshd)
  const file = join(operator.directory, 'id_rsa')
  writeFileSync(file, second.private, { mode: 0o600 })
  successOf(await operator.open(sshd, { keys: [operator.keyFile, file] }))
  expect(offered[0]).toBe('ssh-ed25519')
  expect(offered[1]).toMatch(/^(rsa-sha2|ssh-rsa)/u)
})

test('a server that takes only passwords is told apart', async () => {
  const sshd = await bench.sshd({ offers: ['password'], admits: () => false })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'no-publickey',
    accepted: ['password'],
  })
})

test('a server that hangs up on too many keys has refused them', async () => {
  const sshd = await bench.sshd({ hangsUpOnAuthentication: true })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'keys-refused',
    evidence: 'PROTOCOL_ERROR',
  })
  expect(sshd.connections()).toBe(1)
})

test('a key file that is missing, no key, or a public key is unreadable, and nothing is dialled', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  const file = (name: string, text: string): string => {
    writeFileSync(join(operator.directory, name), text)
    return join(operator.directory, name)
  }
  for (const [path, evidence] of [
    [join(operator.directory, 'missing'), /ENOENT/u],
    [file('nonsense', 'nonsense'), /Unsupported key format/u],
    [file('public', keyPair('ed25519', 'user').public), /public key/u],
  ] as const) {
    expect(failureOf(await operator.open(sshd, { keys: [path] }))).toMatchObject({
      reason: 'ssh-key-unreadable',
      file: path,
      evidence: matching(evidence),
    })
  }
  expect(sshd.connections()).toBe(0)
})

test('without keys and without an agent, that is said, and nothing is dialled', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  expect(failureOf(await operator.open(sshd, { keys: [] }))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'no-key',
    tried: [],
    evidence: 'there is no private key to read, and SSH_AUTH_SOCK names no agent',
  })
  const agent = join(operator.directory, 'gone.sock')
  expect(failureOf(await operator.open(sshd, { keys: [] }, { agent }))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'no-key',
    evidence: `there is no private key to read, and SSH_AUTH_SOCK=${agent} is not a socket`,
  })
  expect(sshd.connections()).toBe(0)
})

test('an agent that hangs up costs the node, not the run, and the node is not blamed', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  const agent = join(operator.directory, 'agent.sock')
  const broken = createServer((socket) => socket.destroy()).listen(agent)
  expect(failureOf(await operator.open(sshd, { keys: [] }, { agent }))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'no-key',
    tried: [],
    evidence: matching(/the agent of SSH_AUTH_SOCK=\S+: /u),
  })
  expect(sshd.connections()).toBe(0)
  successOf(await operator.open(sshd, {}, { agent }))
  await new Promise((resolve) => broken.close(resolve))
})

test('a key that others can read is not used, as OpenSSH does not use it', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  chmodSync(operator.keyFile, 0o644)
  expect(failureOf(await operator.open(sshd))).toMatchObject({
    reason: 'ssh-key-unreadable',
    cause: 'exposed',
    evidence: 'other users can read it: mode 0644',
  })
})

test('a file that cannot be read is passed over where there is another key, and named where that is refused', async () => {
  let admitted = true
  const sshd = await bench.sshd({ admits: ({ method }) => admitted && method === 'publickey' })
  const operator = bench.operator(sshd)
  const missing = join(operator.directory, 'missing')
  const keys = [missing, operator.keyFile]
  successOf(await operator.open(sshd, { keys }))
  admitted = false
  expect(failureOf(await operator.open(sshd, { keys }))).toMatchObject({
    cause: 'keys-refused',
    available: 1,
    evidence: matching(/missing is not offered: ENOENT/u),
  })
})

test('a key that the server takes and that is not enough is a second factor that is asked for', async () => {
  const sshd = await bench.sshd({ asksFor: 'password' })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'second-factor',
    accepted: ['password'],
  })
})

test('a key that is right for a login that is not allowed is told apart from a key that is wrong', async () => {
  const sshd = await bench.sshd({
    admits: ({ method, ...rest }) => method === 'publickey' && !isSigned(rest),
  })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'not-admitted',
    accepted: ['publickey'],
  })
})

test('a server that takes the key and hangs up has its reason in the last banner', async () => {
  const sshd = await bench.sshd({
    banner: 'Legal notice\n',
    farewell: 'Your account has expired.\u001b[2J\n',
  })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
    cause: 'not-admitted',
    evidence: 'the server closed the connection; Your account has expired.',
  })
  expect(sshd.connections()).toBe(1)
})

/** Whether the request holds a signature; the first one only asks whether the key would do. */
function isSigned(context: object): boolean {
  return Reflect.get(context, 'signature') !== undefined
}
