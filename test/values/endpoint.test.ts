import { expect, it } from 'vitest'
import { bracketed, endpoint, withoutTrailingSlashes } from '../../src/values/endpoint.ts'

it.each([
  ['10.0.0.12', 9091, '10.0.0.12:9091'],
  ['cmp1.example', '{{ port }}', 'cmp1.example:{{ port }}'],
  ['2001:db8::12', 9091, '[2001:db8::12]:9091'],
  ['::', 9091, '[::]:9091'],
])('the endpoint of %s and %s is %s', (host, port, text) => {
  expect(endpoint({ host, port })).toBe(text)
})

it('brackets an IPv6 address and nothing else', () => {
  expect(['::1', '127.0.0.1', 'cmp1'].map(bracketed)).toEqual(['[::1]', '127.0.0.1', 'cmp1'])
})

it.each([
  ['http://host/grafana//', 'http://host/grafana'],
  ['/prometheus/', '/prometheus'],
  ['/a//b', '/a//b'],
  ['/', ''],
])('%s without the slashes at its end is %s', (path, expected) => {
  expect(withoutTrailingSlashes(path)).toBe(expected)
})
