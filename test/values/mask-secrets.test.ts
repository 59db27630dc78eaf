import { describe, expect, it } from 'vitest'
import { maskSecrets } from '../../src/values/mask-secrets.ts'
import { GENERATION } from '../roles/mimir-worker/sample.ts'

describe('a text that is shown', () => {
  it.each([
    ['password: hunter2', 'password: <secret>'],
    ['  password: "hun # ter2"  # old', '  password: <secret>  # old'],
    ["- bearer_token: 'x y'", '- bearer_token: <secret>'],
    ['basic_auth: {username: a, password: b}', 'basic_auth: {username: a, password: <secret>}'],
    ['  Authorization: Bearer abc', '  Authorization: <secret>'],
    ['client_secret: two words', 'client_secret: <secret>'],
    ['"credentials": "abc"', '"credentials": <secret>'],
    ['url: "http://me:hunter2@host/x"', 'url: "http://<secret>@host/x"'],
    ['password:\n  hunter2\nnext: 1\n', 'password:\n  <secret>\nnext: 1\n'],
    ['password: |\n  one\n  two\nnext: 1\n', 'password: |\n  <secret>\nnext: 1\n'],
    ['- token: >-\n    one\n\n    two\n  next: 1\n', '- token: >-\n    <secret>\n\n  next: 1\n'],
    [
      'http_headers:\n  Authorization:\n    values: [Bearer x]\n',
      'http_headers:\n  Authorization:\n    <secret>\n',
    ],
    ['consumer_key: x', 'consumer_key: <secret>'],
    ['key: "-----BEGIN EC PRIVATE KEY-----\nMII"\n', 'key: "<secret>'],
  ])('of %j hides what is secret', (text, shown) => {
    expect(maskSecrets(text)).toBe(shown)
  })

  it.each([
    'password_file: secrets/mimir-password',
    'authorization:\n  type: Bearer\n  credentials_file: /x\n',
    'token_url: http://host/token',
    'url: "http://10.0.0.5:9009/api/v1/push"',
  ])('keeps %j', (text) => {
    expect(maskSecrets(text)).toBe(text)
  })

  it.each([
    ['word', 'a'.repeat(200_000)],
    ['word of secrets', 'token'.repeat(40_000)],
    ['list of dashes', '- '.repeat(100_000)],
    ['quote without its end', `password: "${'\\"'.repeat(100_000)}`],
  ])('reads a long %s once', (_what, text) => {
    expect(maskSecrets(text)).toBe(text)
  })

  it('keeps all of what we render', () => {
    const texts = GENERATION.files.filter(({ secret }) => !secret).map(({ text }) => text)
    expect(texts.map(maskSecrets)).toEqual(texts)
  })
})
