import { expect, test } from 'vitest'
import { describeError } from '../../src/mimir/describe-error.ts'

test.each([
  ['of one version', 'self-signed certificate'],
  [
    'of another',
    'self-signed certificate; if the root CA is installed locally, try running Node.js with --use-system-ca',
  ],
])('an error is described alike by Node %s, without advice about Node', (_which, message) => {
  expect(describeError(new Error(message))).toBe('self-signed certificate')
})

test('a connection that failed on every address is described by all causes', () => {
  const causes = [new Error('refused on ::1'), new Error('refused on 127.0.0.1')]
  expect(describeError(new AggregateError(causes))).toBe('Error: refused on ::1; Error: refused on 127.0.0.1')
})
