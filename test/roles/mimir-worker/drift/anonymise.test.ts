import { expect, test } from 'vitest'
import { withoutNodeValues } from '../../../../roles/mimir-worker/drift/anonymise.ts'

test('texts of two nodes are equal but for their names and addresses', () => {
  const text = (name: string, address: string): string =>
    `node: "${name}"\n- "${address}:9100"\n- "127.0.0.1:9091"\n`
  const one = withoutNodeValues(text('cmp9', '10.0.0.9'), ['cmp9', '10.0.0.9'])
  expect(withoutNodeValues(text('cmp10', '10.0.0.100'), ['10.0.0.100', 'cmp10'])).toBe(one)
  expect(one).toBe('node: "\u00000\u0000"\n- "\u00001\u0000:9100"\n- "127.0.0.1:9091"\n')
})

test('a name is no part of another word', () => {
  expect(withoutNodeValues('ctl1 ctl10 ctl1-x', ['ctl1'])).toBe('\u00000\u0000 ctl10 ctl1-x')
})

test('an address that is the beginning of another one is not taken for it', () => {
  expect(
    withoutNodeValues('10.0.0.1:1 10.0.0.12:1 [2001:db8::12]:1', ['10.0.0.1', '10.0.0.12', '[2001:db8::12]']),
  ).toBe('\u00000\u0000:1 \u00001\u0000:1 \u00002\u0000:1')
})

test('where nothing is of the node alone, the text is the same', () => {
  expect(withoutNodeValues('a b', [])).toBe('a b')
})
