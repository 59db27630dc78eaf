import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeyRing } from '../../../src/remote/ssh/key-ring.ts'
import { loadSshLibrary } from '../../../src/remote/ssh/ssh-library.ts'
import { Secret } from '../../../src/values/secret.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function generate(name: string, ...options: readonly string[]): string {
  const file = join(directory, name)
  execFileSync('ssh-keygen', ['-q', '-f', file, ...options], { stdio: 'ignore' })
  return file
}

test.each([
  ['ed25519', ['-t', 'ed25519', '-N', '']],
  ['RSA', ['-t', 'rsa', '-b', '2048', '-N', '']],
  ['RSA in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', '']],
  ['ECDSA', ['-t', 'ecdsa', '-N', '']],
])('a key that ssh-keygen made is read: %s', async (_name, options) => {
  const read = await createKeyRing().key(generate('id', ...options))
  expect(read.ok && read.value.isPrivateKey()).toBe(true)
})

test('an encrypted key is read with its passphrase, once a run however many nodes ask', async () => {
  const file = generate('id', '-t', 'ed25519', '-N', 'correct horse', '-a', '1')
  let parsed = 0
  const ring = createKeyRing(async () => {
    const library = await loadSshLibrary()
    return (text, passphrase) => {
      parsed += 1
      return library.parseKey(text, passphrase)
    }
  })
  const reads = await Promise.all(
    Array.from({ length: 200 }, () => ring.key(file, new Secret('correct horse'))),
  )
  expect(reads.every((read) => read.ok)).toBe(true)
  expect(parsed).toBe(1)
})

test.each([
  ['no passphrase', undefined, /no passphrase given/u],
  ['a wrong passphrase', new Secret('wrong'), /passphrase/u],
])(
  'an encrypted key with %s is unreadable, and the passphrase is not told',
  async (_what, passphrase, words) => {
    const file = generate('id', '-t', 'ed25519', '-N', 'correct horse', '-a', '1')
    const read = await createKeyRing().key(file, passphrase)
    if (read.ok) throw new Error('it was read')
    expect(read.failure).toMatchObject({ reason: 'ssh-key-unreadable', file })
    expect(JSON.stringify(read.failure)).toMatch(words)
    expect(JSON.stringify(read.failure)).not.toMatch(/horse|wrong/u)
  },
)
