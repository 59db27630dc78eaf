import { describe, expect, it } from 'vitest'
import { tenancyOf } from './tenant.ts'

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

describe('the tenant of a request', () => {
  it.each([
    ['openstack', 'openstack'],
    ['  openstack\t', 'openstack'],
    ['Openstack', 'Openstack'],
    ["a!-_.*'()9", "a!-_.*'()9"],
    ['a|a', 'a'],
    ['x'.repeat(150), 'x'.repeat(150)],
  ])('of %j is %j', (header, tenant) => {
    expect(tenancyOf(header)).toEqual({ ok: true, tenant })
  })

  it.each([
    [undefined, 401, 'no org id'],
    ['', 401, 'no org id'],
    ['   ', 401, 'no org id'],
    ['a|b', 422, 'too many tenant IDs present in the request. max: 1 actual: 2'],
    ['bad tenant/../x', 401, "tenant ID 'bad tenant/../x' contains unsupported character ' '"],
    ['a/b', 401, "tenant ID 'a/b' contains unsupported character '/'"],
    ['.', 401, "tenant ID is '.' or '..'"],
    ['..', 401, "tenant ID is '.' or '..'"],
    ['x'.repeat(151), 401, 'tenant ID is too long: max 150 characters'],
    [utf8('오픈'), 401, "tenant ID '오픈' contains unsupported character '오'"],
  ])('of %j is refused with %i', (header, status, text) => {
    expect(tenancyOf(header)).toEqual({ ok: false, status, text })
  })
})
