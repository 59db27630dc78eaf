import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readKnownHosts } from '../../../src/remote/ssh/known-hosts-store.ts'
import { fingerprint } from '../../../src/remote/ssh/public-key.ts'
import { keyPair, wireKey } from './key-pair.ts'

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'known-hosts-'))
  file = join(directory, 'known_hosts')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const keygen = (...args: string[]): string =>
  execFileSync('ssh-keygen', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

const ED = keyPair('ed25519', 'known')
const OTHER = keyPair('ed25519', 'other')
const RSA = keyPair('rsa', 'known')

test('what ssh-keygen -H hashed is found again, and nothing else', () => {
  const names = ['ctl1', '10.0.0.11', '[10.0.0.12]:2222', 'fe80::1', 'name.with.many.parts']
  writeFileSync(file, names.map((name) => `${name} ${ED.public}\n`).join(''))
  keygen('-q', '-H', '-f', file)
  expect(readFileSync(file, 'utf8')).not.toContain('ctl1')

  const hosts = readKnownHosts([file])
  for (const [address, port] of [
    ['ctl1', 22],
    ['10.0.0.11', 22],
    ['10.0.0.12', 2222],
    ['fe80::1', 22],
    ['name.with.many.parts', 22],
  ] as const) {
    expect(hosts.judge(address, port, wireKey(ED)).state).toBe('known')
    expect(hosts.judge(address, port, wireKey(OTHER)).state).toBe('changed')
    expect(hosts.keyTypes(address, port)).toEqual(['ssh-ed25519'])
  }
  expect(hosts.judge('ctl2', 22, wireKey(ED)).state).toBe('unknown')
  expect(hosts.judge('10.0.0.12', 22, wireKey(ED)).state).toBe('unknown')
})

test('a fingerprint is the one that ssh-keygen -l prints', () => {
  for (const pair of [ED, RSA]) {
    const path = join(directory, 'key.pub')
    writeFileSync(path, `${pair.public}\n`)
    expect(keygen('-l', '-f', path)).toContain(fingerprint(wireKey(pair)))
  }
})

test('a missing file is empty; one that cannot be read says so', () => {
  const missing = join(directory, 'missing')
  const hosts = readKnownHosts([missing, directory])
  expect(hosts.judge('ctl1', 22, wireKey(ED)).state).toBe('unknown')
  expect(hosts.files).toEqual([`${missing} (ENOENT)`, `${directory} (EISDIR)`])
})

test('a learned key is appended in a form that ssh-keygen -F finds, and is known from then on', () => {
  writeFileSync(file, `ctl9 ${OTHER.public.trim()}`)
  const hosts = readKnownHosts([file, join(directory, 'second')])
  expect(hosts.learn('ctl1', 22, wireKey(ED))).toBeUndefined()
  expect(hosts.learn('CTL2', 2222, wireKey(RSA))).toBeUndefined()

  expect(keygen('-F', 'ctl9', '-f', file)).toContain(OTHER.public.split(' ')[1])
  expect(keygen('-F', 'ctl1', '-f', file)).toContain(ED.public.split(' ')[1])
  expect(keygen('-F', '[ctl2]:2222', '-f', file)).toContain(RSA.public.split(' ')[1])
  for (const again of [hosts, readKnownHosts([file])]) {
    expect(again.judge('ctl1', 22, wireKey(ED)).state).toBe('known')
    expect(again.judge('ctl1', 22, wireKey(OTHER))).toMatchObject({
      state: 'changed',
      entry: { file, line: 2 },
    })
    expect(again.judge('ctl2', 2222, wireKey(RSA))).toMatchObject({
      state: 'known',
      entry: { file, line: 3 },
    })
  }
})

test('a new known_hosts file, and its directory, are only for their owner', () => {
  const path = join(directory, '.ssh', 'known_hosts')
  expect(readKnownHosts([path]).learn('ctl1', 22, wireKey(ED))).toBeUndefined()
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(directory, '.ssh')).mode & 0o777).toBe(0o700)
})

test('lines that others append meanwhile are left alone', () => {
  writeFileSync(file, '')
  const hosts = readKnownHosts([file])
  hosts.learn('ctl1', 22, wireKey(ED))
  appendFileSync(file, `ctl5 ${OTHER.public.trim()}\n`)
  hosts.learn('ctl2', 22, wireKey(ED))
  const names = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0])
  expect(names).toEqual(['ctl1', 'ctl5', 'ctl2'])
})

test('a file that cannot be written says so, and without any file there is nowhere to learn', () => {
  expect(readKnownHosts([directory]).learn('ctl1', 22, wireKey(ED))).toBe(`${directory} (EISDIR)`)
  expect(readKnownHosts([]).learn('ctl1', 22, wireKey(ED))).toBe('no known_hosts file is configured')
})

test('a host on another port is also known by its bare name, as OpenSSH has it', () => {
  writeFileSync(file, `ctl1 ${ED.public}\n`)
  const hosts = readKnownHosts([file])
  expect(hosts.judge('ctl1', 2222, wireKey(ED)).state).toBe('known')
  expect(hosts.judge('ctl1', 2222, wireKey(OTHER)).state).toBe('unknown')
  expect(hosts.keyTypes('ctl1', 2222)).toEqual(['ssh-ed25519'])
})
