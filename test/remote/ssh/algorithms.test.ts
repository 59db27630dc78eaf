import { expect, test } from 'vitest'
import { COMPRESSION, hostKeyAlgorithms, KEY_EXCHANGES, MACS } from '../../../src/remote/ssh/algorithms.ts'

test('the key exchanges that freeze the process or rest on SHA-1 are not offered', () => {
  expect(KEY_EXCHANGES.join(' ')).not.toMatch(/group-exchange|group1-|group17|group18|sha1/u)
})

test('the algorithms of the key types on record come first, and none is left out', () => {
  expect(hostKeyAlgorithms(['ssh-rsa']).slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519'])
  expect(hostKeyAlgorithms(['ecdsa-sha2-nistp256'])[0]).toBe('ecdsa-sha2-nistp256')
  expect(hostKeyAlgorithms(['ssh-rsa']).sort()).toEqual(hostKeyAlgorithms([]).sort())
})

test('a host key is never taken on a SHA-1 signature', () => {
  expect(hostKeyAlgorithms(['ssh-rsa'])).not.toContain('ssh-rsa')
})

test('no packet rests on SHA-1, and nothing is unpacked', () => {
  expect(MACS.filter((name) => !name.startsWith('hmac-sha2-'))).toEqual([])
  expect(COMPRESSION).toEqual(['none'])
})
