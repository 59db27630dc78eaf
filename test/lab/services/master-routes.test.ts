import { describe, expect, it } from 'vitest'
import { routeOf } from './master-routes.ts'

describe('the routes of the master', () => {
  it.each([
    ['POST', '/api/v1/push', { kind: 'push' }],
    ['GET', '/prometheus/api/v1/query', { kind: 'query', path: '/api/v1/query' }],
    ['POST', '/prometheus/api/v1/query_range', { kind: 'query', path: '/api/v1/query_range' }],
    [
      'GET',
      '/prometheus/api/v1/label/__name__/values',
      { kind: 'query', path: '/api/v1/label/__name__/values' },
    ],
    ['GET', '/prometheus/api/v1/series', { kind: 'query', path: '/api/v1/series' }],
    ['GET', '/prometheus/api/v1/metadata', { kind: 'metadata' }],
    ['GET', '/api/v1/status/buildinfo', { kind: 'build-info' }],
    ['GET', '/prometheus/api/v1/status/buildinfo', { kind: 'build-info' }],
    ['GET', '/api/v1/user_limits', { kind: 'user-limits' }],
    ['GET', '/prometheus/api/v1/cardinality/label_names', { kind: 'cardinality' }],
    ['GET', '/ready', { kind: 'ready' }],
  ] as const)('lead %s %s where Mimir does', (method, path, route) => {
    expect(routeOf(method, path)).toEqual(route)
  })

  it.each([
    ['GET', '/api/v1/push', 405],
    ['PUT', '/api/v1/push', 405],
    ['POST', '/prometheus/api/v1/label/x/values', 405],
    ['POST', '/ready', 405],
    ['POST', '/api/v1/push/', 404],
    ['POST', '/api/prom/push', 404],
    ['POST', '/api/v1/write', 404],
    ['POST', '/prometheus/api/v1/write', 404],
    ['GET', '/api/v1/query', 404],
    ['GET', '/prometheus/api/v1/targets', 404],
    ['GET', '/prometheus/api/v1/status/tsdb', 404],
    ['GET', '/prometheus/api/v1/label/../values/values', 404],
    ['GET', '/-/ready', 404],
    ['GET', '/health', 404],
    ['GET', '/', 404],
  ])('refuse %s %s with %i', (method, path, status) => {
    expect(routeOf(method, path)).toEqual({ kind: 'refused', status })
  })
})
