import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fingerprint } from '../../../src/remote/ssh/public-key.ts'
import { failureOf, successOf } from '../operator.ts'
import { keyPair, wireKey } from './key-pair.ts'
import { command, useBench } from './ssh-node.ts'

const bench = useBench()

test('a host key on record is accepted', async () => {
  const sshd = await bench.sshd()
  const host = successOf(await bench.operator(sshd).open(sshd))
  expect(successOf(await host.exec(command('echo yes'))).stdout).toBe('yes\n')
})

test('an unknown host key is refused under strict, before any key of ours is offered', async () => {
  let offered = 0
  const sshd = await bench.sshd({
    admits: () => {
      offered += 1
      return true
    },
  })
  const operator = bench.operator()
  expect(failureOf(await operator.open(sshd))).toEqual({
    reason: 'host-key-unknown',
    address: '127.0.0.1',
    port: sshd.port,
    keyType: 'ssh-ed25519',
    fingerprint: fingerprint(wireKey(keyPair('ed25519'))),
    knownHosts: [operator.knownHosts],
  })
  expect(offered).toBe(0)
  expect(readFileSync(operator.knownHosts, 'utf8')).toBe('')
})

test.each(['strict', 'accept-new'] as const)('a changed host key is refused under %s', async (hostKeys) => {
  const sshd = await bench.sshd({ hostKeys: [keyPair('ed25519', 'changed')] })
  const operator = bench.operator(await bench.sshd())
  const before = `# comment\n[127.0.0.1]:${sshd.port} ${keyPair('ed25519').public}\n`
  writeFileSync(operator.knownHosts, before)
  expect(failureOf(await operator.open(sshd, { hostKeys }))).toMatchObject({
    reason: 'host-key-changed',
    fingerprint: fingerprint(wireKey(keyPair('ed25519', 'changed'))),
    entry: `${operator.knownHosts}:2`,
  })
  expect(readFileSync(operator.knownHosts, 'utf8')).toBe(before)
})

test('a revoked host key is refused although it is also known', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  writeFileSync(operator.knownHosts, `${sshd.knownHost}@revoked * ${keyPair('ed25519').public}\n`)
  expect(failureOf(await operator.open(sshd, { hostKeys: 'accept-new' }))).toMatchObject({
    reason: 'host-key-revoked',
    entry: `${operator.knownHosts}:2`,
  })
})

test('under accept-new an unknown key is written down, and known the next time', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator()
  successOf(await operator.open(sshd, { hostKeys: 'accept-new' }))
  expect(readFileSync(operator.knownHosts, 'utf8')).toBe(
    `[127.0.0.1]:${sshd.port} ${keyPair('ed25519').public.trim().split(' ').slice(0, 2).join(' ')}\n`,
  )
  successOf(await operator.open(sshd, { hostKeys: 'strict' }))
})

test('under accept-new a key that cannot be written down is not accepted', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator()
  const opened = await operator.open(sshd, { hostKeys: 'accept-new', knownHosts: [operator.directory] })
  expect(failureOf(opened)).toMatchObject({
    reason: 'host-key-unknown',
    knownHosts: [`${operator.directory} (EISDIR)`],
  })
})

test('of several host keys the server shows the one that is on record', async () => {
  const sshd = await bench.sshd({ hostKeys: [keyPair('ed25519'), keyPair('rsa')] })
  const operator = bench.operator()
  writeFileSync(operator.knownHosts, `[127.0.0.1]:${sshd.port} ${keyPair('rsa').public}\n`)
  const host = successOf(await operator.open(sshd))
  expect(successOf(await host.exec(command('echo yes'))).stdout).toBe('yes\n')
})

test('a server that no longer has the key on record has changed', async () => {
  const sshd = await bench.sshd({ hostKeys: [keyPair('rsa')] })
  const operator = bench.operator()
  writeFileSync(operator.knownHosts, `[127.0.0.1]:${sshd.port} ${keyPair('ed25519').public}\n`)
  expect(failureOf(await operator.open(sshd))).toMatchObject({
    reason: 'host-key-changed',
    keyType: 'ssh-rsa',
    entry: `${operator.knownHosts}:1`,
  })
})
