import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { judgeHostKey, knownKeyTypes } from '../../../src/remote/ssh/host-key.ts'
import { knownHostsName, parseKnownHosts } from '../../../src/remote/ssh/known-hosts.ts'
import { fingerprint, keyTypeOf } from '../../../src/remote/ssh/public-key.ts'

function key(type: string, body: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)])
}

function line(names: string, of: Buffer, marker = ''): string {
  return `${marker}${names} ${keyTypeOf(of)} ${of.toString('base64')} a comment\n`
}

function hashed(name: string, salt = 'twenty bytes of salt'): string {
  const hash = createHmac('sha1', salt).update(name).digest('base64')
  return `|1|${Buffer.from(salt).toString('base64')}|${hash}`
}

const ED = key('ssh-ed25519', 'one')
const ED2 = key('ssh-ed25519', 'two')
const RSA = key('ssh-rsa', 'three')

function judge(text: string, name: string, shown: Buffer) {
  const { state, entry } = judgeHostKey([parseKnownHosts(text, 'kh')], name, shown)
  return entry === undefined ? state : `${state} ${entry.file}:${entry.line}`
}

describe('a host key is', () => {
  test('known where any line for the name holds it, plain, in a list, by pattern or hashed', () => {
    expect(judge(line('ctl1', ED), 'ctl1', ED)).toBe('known kh:1')
    expect(judge(line('other,ctl1', ED), 'ctl1', ED)).toBe('known kh:1')
    expect(judge(line('CTL1', ED), 'ctl1', ED)).toBe('known kh:1')
    expect(judge(`\n# comment\n${line('10.0.0.*', ED)}`, '10.0.0.7', ED)).toBe('known kh:3')
    expect(judge(line(hashed('ctl1'), ED), 'ctl1', ED)).toBe('known kh:1')
    expect(judge(line('ctl1', ED2) + line(hashed('ctl1'), ED), 'ctl1', ED)).toBe('known kh:2')
  })

  test('unknown where no line is for the name and the port', () => {
    expect(judge('', 'ctl1', ED)).toBe('unknown')
    expect(judge(line('ctl2', ED), 'ctl1', ED)).toBe('unknown')
    expect(judge(line('[ctl1]:2222', ED), 'ctl1', ED)).toBe('unknown')
    expect(judge(line('*,!ctl1', ED), 'ctl1', ED)).toBe('unknown')
    expect(judge(line(hashed('ctl2'), ED), 'ctl1', ED)).toBe('unknown')
  })

  test('changed where the name has another key, also one of another type, and the line is named', () => {
    expect(judge(line('ctl1', ED2), 'ctl1', ED)).toBe('changed kh:1')
    expect(judge(line('ctl1', RSA), 'ctl1', ED)).toBe('changed kh:1')
    expect(judge(line('ctl1', RSA) + line('ctl1', ED2), 'ctl1', ED)).toBe('changed kh:2')
    expect(judge(line(hashed('ctl1'), ED2), 'ctl1', ED)).toBe('changed kh:1')
  })

  test('revoked before all else, wherever the line stands and however the name is written', () => {
    expect(judge(line('ctl1', ED) + line('ctl1', ED, '@revoked '), 'ctl1', ED)).toBe('revoked kh:2')
    expect(judge(line('ctl1', ED) + line('*', ED, '@revoked '), 'ctl1', ED)).toBe('revoked kh:2')
    expect(judge(line('ctl1', ED) + line(hashed('ctl1'), ED, '@revoked\t'), 'ctl1', ED)).toBe('revoked kh:2')
    expect(judge(line('ctl1', ED) + line('ctl1', ED2, '@revoked '), 'ctl1', ED)).toBe('known kh:1')
  })

  test('unknown where only a certificate authority is on record, and its line is named', () => {
    expect(judge(line('*.cloud', ED2, '@cert-authority '), 'ctl1.cloud', ED)).toBe('unknown kh:1')
    expect(judge(line('ctl1', ED, '@cert-authority '), 'ctl1', ED)).toBe('unknown kh:1')
  })
})

test('all files speak together, and a revocation in the second one counts', () => {
  const files = [
    parseKnownHosts(line('ctl1', ED), 'first'),
    parseKnownHosts(line('ctl1', ED, '@revoked '), 'second'),
  ]
  expect(judgeHostKey(files, 'ctl1', ED)).toMatchObject({
    state: 'revoked',
    entry: { file: 'second', line: 1 },
  })
})

test.each([
  ['a key that is not base64', 'ctl1 ssh-ed25519 !!!!'],
  ['a type that is not the key’s own', `ctl1 ssh-rsa ${ED.toString('base64')}`],
  ['a line that ends too early', 'ctl1 ssh-ed25519'],
  ['an SSH 1 key', 'ctl1 1024 35 1234567890'],
  ['an unknown marker', line('ctl1', ED, '@unheard-of ')],
  ['an unknown hash', line('|2|c2FsdA==|aGFzaA==', ED)],
  ['a comment', `#${line('ctl1', ED)}`],
])('%s is passed over', (_what, text) => {
  expect(judge(text, 'ctl1', ED)).toBe('unknown')
})

test('lines may end in CR LF and begin with blanks', () => {
  expect(judge(`  ${line('ctl1', ED).replace(' a comment\n', '\r\n')}`, 'ctl1', ED)).toBe('known kh:1')
})

test('the key types on record are those of the plain lines, and of hashed ones only where there is no other', () => {
  const types = (text: string) => knownKeyTypes([parseKnownHosts(text, 'kh')], 'ctl1')
  expect(types(line('ctl1', RSA) + line('*', ED))).toEqual(['ssh-rsa', 'ssh-ed25519'])
  expect(types(line('ctl1', RSA) + line(hashed('ctl1'), ED))).toEqual(['ssh-rsa'])
  expect(types(line(hashed('ctl1'), ED))).toEqual(['ssh-ed25519'])
  expect(types(line('ctl1', ED, '@revoked '))).toEqual([])
})

test('hashed lines are not looked through for a host that is known by its plain name', () => {
  const file = parseKnownHosts(line('ctl1', ED), 'kh')
  const counting = {
    ...file,
    hashed: () => {
      throw new Error('hashed lines were looked through')
    },
  }
  expect(judgeHostKey([counting], 'ctl1', ED).state).toBe('known')
  expect(knownKeyTypes([counting], 'ctl1')).toEqual(['ssh-ed25519'])
  expect(() => judgeHostKey([counting], 'ctl2', ED)).toThrow('hashed lines were looked through')
})

test('names carry a port that is not 22', () => {
  expect(knownHostsName('CTL1', 22)).toBe('ctl1')
  expect(knownHostsName('fe80::1', 2222)).toBe('[fe80::1]:2222')
})

test('the type of what is no key is empty', () => {
  expect(keyTypeOf(Buffer.alloc(3))).toBe('')
  expect(keyTypeOf(Buffer.from([255, 255, 255, 255, 1]))).toBe('')
})

test('a fingerprint is the SHA-256 in base64 without padding', () => {
  expect(fingerprint(Buffer.from(''))).toBe('SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU')
})
