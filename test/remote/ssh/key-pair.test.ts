import { expect, test } from 'vitest'
import { loadSshLibrary } from '../../../src/remote/ssh/ssh-library.ts'
import { ed25519Pair, keyPair, wireKey } from './key-pair.ts'

test('a key of the tests is read as what it is, whatever byte it begins with', async () => {
  const library = await loadSshLibrary()
  const pairs = [keyPair('rsa'), ...Array.from({ length: 1000 }, ed25519Pair)]
  const read = pairs.map((pair) => {
    const key = library.parseKey(Buffer.from(pair.private))
    if (key instanceof Error) throw key
    return key.getPublicSSH()
  })
  expect(read).toEqual(pairs.map(wireKey))
})
