import { expect, test } from 'vitest'
import {
  endpoint,
  hostKeyFile,
  knownAs,
  listed,
  quoted,
  registryOf,
  said,
} from '../../src/messages/format.ts'

test('a long list is cut, and says by how much', () => {
  expect(listed(['a', 'b'])).toBe('a, b')
  expect(listed('abcdefghij'.split(''))).toBe('a, b, c, d, e, f, g, h, … (+2)')
})

test('evidence of several lines becomes one line, no evidence nothing', () => {
  expect(said(' one\ntwo\n')).toBe(': one ⏎ two')
  expect(said(' \n')).toBe('')
  expect(said('try `reboot`')).toBe(": try 'reboot'")
})

test('a word is quoted only where a shell would mistake it', () => {
  expect(quoted('/root/.ssh/id')).toBe('/root/.ssh/id')
  expect(quoted("it's; rm")).toBe("'it'\\''s; rm'")
  expect(quoted('')).toBe("''")
})

test('an IPv6 address is put in brackets before its port', () => {
  expect(endpoint({ address: 'fd00::1', port: 22 })).toBe('[fd00::1]:22')
  expect(knownAs({ address: 'fd00::1', port: 22 })).toBe('fd00::1')
})

test.each([
  ['ssh-ed25519', '/etc/ssh/ssh_host_ed25519_key.pub'],
  ['ssh-rsa', '/etc/ssh/ssh_host_rsa_key.pub'],
  ['rsa-sha2-512', '/etc/ssh/ssh_host_rsa_key.pub'],
  ['ecdsa-sha2-nistp256', '/etc/ssh/ssh_host_ecdsa_key.pub'],
])('the host key of type %s lies in %s', (type, file) => {
  expect(hostKeyFile(type)).toBe(file)
})

test.each([
  ['prom/prometheus:v2', 'docker.io'],
  ['prometheus', 'docker.io'],
  ['localhost/x', 'localhost'],
  ['10.0.0.1:4000/a/b@sha256:00', '10.0.0.1:4000'],
])('the image %s comes from %s', (image, registry) => {
  expect(registryOf(image)).toBe(registry)
})
