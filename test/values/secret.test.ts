import { format, inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../src/values/secret.ts'

const secret = new Secret('hunter2')

test('a secret gives itself away only when it is told to', () => {
  expect(secret.reveal()).toBe('hunter2')
})

test.each([
  ['in a template', () => `password: ${String(secret)}`],
  ['joined to text', () => ['password:', secret].join(' ')],
  ['in JSON', () => JSON.stringify({ deep: [{ secret }] })],
  ['inspected', () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['formatted', () => format('%s %o %j', secret, secret, secret)],
  [
    'in an error',
    () => new Error('refused', { cause: secret }).stack + inspect(new Error('x', { cause: secret })),
  ],
  [
    'spread and enumerated',
    () => JSON.stringify([Object.assign({}, secret), Object.entries(secret), Reflect.ownKeys(secret)]),
  ],
])('a secret is dots %s', (_where, show) => {
  expect(show()).not.toContain('hunter2')
})

test('the dots do not tell how long it is', () => {
  expect(String(new Secret(''))).toBe(String(new Secret('a much longer secret')))
})
