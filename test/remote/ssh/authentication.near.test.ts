import { writeFileSync } from 'node:fs'
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
    address: '127.0.0.1',
    user: 'kolla',
    tried: [`publickey ${operator.keyFile} (${fingerprint(wireKey(keyPair('ed25519', 'user')))})`],
    evidence: 'the server refused every key that was offered; it accepts: publickey',
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
  writeFileSync(file, second.private)
  successOf(await operator.open(sshd, { keys: [operator.keyFile, file] }))
  expect(offered[0]).toBe('ssh-ed25519')
  expect(offered[1]).toMatch(/^(rsa-sha2|ssh-rsa)/u)
})

test('a server that takes only passwords is told apart', async () => {
  const sshd = await bench.sshd({ offers: ['password'], admits: () => false })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
    evidence: matching(/it accepts: password/u),
  })
})

test('a server that hangs up on too many keys has refused them', async () => {
  const sshd = await bench.sshd({ hangsUpOnAuthentication: true })
  expect(failureOf(await bench.operator(sshd).open(sshd))).toMatchObject({
    reason: 'ssh-authentication',
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
    tried: [],
    evidence: 'no private key is named, and SSH_AUTH_SOCK names no agent',
  })
  const agent = join(operator.directory, 'gone.sock')
  expect(failureOf(await operator.open(sshd, { keys: [] }, { agent }))).toMatchObject({
    reason: 'ssh-authentication',
    evidence: `no private key is named, and SSH_AUTH_SOCK=${agent} is not a socket`,
  })
  expect(sshd.connections()).toBe(0)
})

test('an agent that does not answer costs the node, not the run', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  const agent = join(operator.directory, 'agent.sock')
  const broken = createServer((socket) => socket.destroy()).listen(agent)
  expect(failureOf(await operator.open(sshd, { keys: [] }, { agent }))).toMatchObject({
    reason: 'ssh-authentication',
    tried: [`agent ${agent}`],
    evidence: matching(/certificates and security keys/u),
  })
  await sshd.deserted()
  await new Promise((resolve) => broken.close(resolve))
})
