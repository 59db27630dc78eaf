import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangeOf, registryTarget } from './registry-path.ts'

const DIGEST = `sha256:${'0a'.repeat(32)}`

describe('a path of the registry', () => {
  it.each([
    ['/v2/', { kind: 'base' }],
    ['/v2', { kind: 'base' }],
    ['/v2/prom/prometheus/tags/list', { kind: 'tags', name: 'prom/prometheus' }],
    [
      '/v2/prom/prometheus/manifests/v2.53.3',
      { kind: 'manifest', name: 'prom/prometheus', reference: 'v2.53.3' },
    ],
    [
      `/v2/openstack.kolla/mariadb-server/manifests/${DIGEST}`,
      { kind: 'manifest', name: 'openstack.kolla/mariadb-server', reference: DIGEST },
    ],
    [`/v2/prom/prometheus/blobs/${DIGEST}`, { kind: 'blob', name: 'prom/prometheus', digest: DIGEST }],
  ])('%s is understood', (path, target) => {
    expect(registryTarget(path)).toEqual(target)
  })

  it.each([
    '/',
    '/v1/search',
    '/v2/_catalog',
    '/v2/prom/../secret/manifests/v1',
    '/v2/prom/prometheus/manifests/..',
    '/v2/prom/prometheus/manifests/../../x',
    '/v2/prom/prometheus/blobs/v1',
    `/v2/prom/prometheus/blobs/${DIGEST}00`,
    '/v2/prom/prometheus/blobs/sha256:../../../../etc/passwd',
    '/v2/%2e%2e/manifests/v1',
    '/v2//manifests/v1',
    '/v2/Prom/prometheus/manifests/v1',
    '/v2/prom/prometheus/manifests/v1/x',
    `/v2/prom/prometheus/manifests/${'v'.repeat(129)}`,
  ])('%s is not', (path) => {
    expect(registryTarget(path)).toBeUndefined()
  })

  it('never carries a name or a reference that could leave a directory', () => {
    const part = constantFrom('..', '.', 'a', '%2e%2e', '', 'manifests', 'blobs', 'v2', DIGEST, '\\..')
    assert(
      property(array(part, { maxLength: 8 }), (parts) => {
        const target = registryTarget(`/v2/${parts.join('/')}`)
        const told = JSON.stringify(target ?? {})
        expect(told).not.toContain('..')
        expect(told).not.toContain('%')
      }),
    )
  })
})

describe('a range', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { from: 0, to: 9 }],
    ['bytes=4-6', { from: 4, to: 6 }],
    ['bytes=4-600', { from: 4, to: 9 }],
    ['bytes=10-', undefined],
    ['bytes=6-4', undefined],
    ['bytes=-3', undefined],
    ['lines=1-2', undefined],
  ])('%j of ten bytes is %j', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range)
  })
})
