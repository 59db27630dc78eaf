import { describe, expect, it } from 'vitest'
import { faultFor, faultOf, scopeOf } from './master-fault.ts'

describe('a fault of the master', () => {
  it.each([
    [{ status: 429 }, 'push', 'openstack', { status: 429 }],
    [{ status: 429 }, 'query', 'openstack', { status: 429 }],
    [{ status: 429 }, 'other', undefined, {}],
    [{ status: 202 }, 'push', 'openstack', { status: 202 }],
    [{ status: 202 }, 'query', 'openstack', {}],
    [{ status: 500, path: 'push' }, 'push', 'openstack', { status: 500 }],
    [{ status: 500, path: 'push' }, 'query', 'openstack', {}],
    [{ status: 500, tenants: ['a'] }, 'push', 'a', { status: 500 }],
    [{ status: 500, tenants: ['a'] }, 'push', 'b', {}],
    [{ status: 500, tenants: ['a'] }, 'push', undefined, {}],
    [{ blackHole: true }, 'other', undefined, { blackHole: true }],
    [{ blackHole: true, path: 'query' }, 'push', 'a', {}],
    [{ delayMs: 5 }, 'query', 'a', { delayMs: 5 }],
    [{ multitenancy: false }, 'push', 'anonymous', { multitenancy: false }],
  ] as const)('%j hits a %s of %s with %j', (fault, scope, tenant, hit) => {
    expect(faultFor(fault, scope, tenant)).toEqual(hit)
  })

  it('may be another for a client, by its address', () => {
    const fault = { status: 500, clients: { '10.78.1.102': { status: 202 } } } as const
    expect(faultOf(fault, '10.78.1.102')).toEqual({ status: 202 })
    expect(faultOf(fault, '::ffff:10.78.1.102')).toEqual({ status: 202 })
    expect(faultFor(faultOf(fault, '10.78.1.103'), 'push', 'a')).toEqual({ status: 500 })
    expect(faultOf(fault, undefined)).toBe(fault)
  })

  it('knows pushes, queries and the rest apart', () => {
    expect(scopeOf({ kind: 'push' })).toBe('push')
    expect(scopeOf({ kind: 'query', path: '/api/v1/query' })).toBe('query')
    expect(scopeOf({ kind: 'metadata' })).toBe('query')
    expect(scopeOf({ kind: 'ready' })).toBe('other')
  })
})
