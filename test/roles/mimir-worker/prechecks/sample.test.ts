import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { pushBody } from '../../../../roles/mimir-worker/prechecks/sample.ts'
import { decodeSnappy } from '../../../lab/services/snappy.ts'
import { readWriteRequest } from '../../../lab/services/write-request.ts'

const decoded = (body: Uint8Array) => readWriteRequest(decodeSnappy(body, 10_000_000))

it('a sample is read back by a decoder with its labels sorted by name, its time and its value', () => {
  const body = pushBody({
    labels: { node: 'cmp1', __name__: 'kolla_mimir_precheck', cluster: '서울' },
    value: 1_795_377_000.125,
    at: 1_795_377_000_125,
  })
  const [series, ...more] = decoded(body).series
  expect(more).toEqual([])
  expect(series?.labels).toEqual([
    { name: '__name__', value: 'kolla_mimir_precheck' },
    { name: 'cluster', value: '서울' },
    { name: 'node', value: 'cmp1' },
  ])
  expect(series?.timestamps).toEqual([1_795_377_000_125])
  const message = Buffer.from(series?.message ?? [])
  expect(
    message.readDoubleLE(message.indexOf(Uint8Array.of(0x09), message.lastIndexOf('cmp1') + 4) + 1),
  ).toBe(1_795_377_000.125)
})

it('whatever labels it has, also longer than one literal of Snappy', () => {
  const label = fc.oneof(fc.string(), fc.constantFrom('x'.repeat(70_000), 'x'.repeat(65_536)))
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), label, { maxKeys: 5 }), (labels) => {
      const [series] = decoded(pushBody({ labels, value: 1, at: 2 ** 41 })).series
      expect(Object.fromEntries(series?.labels.map(({ name, value }) => [name, value]) ?? [])).toEqual(labels)
      expect(series?.timestamps).toEqual([2 ** 41])
    }),
    { numRuns: 60 },
  )
})
