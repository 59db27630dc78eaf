import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBatchSizes, parseMaxFailures } from '../../../src/manifest/values/batch-sizes.ts'
import { parseShare, type Share, shareText } from '../../../src/manifest/values/number-or-percent.ts'

describe('a share of the nodes', () => {
  it.each<[string | number, Share]>([
    [1, { nodes: 1 }],
    ['12', { nodes: 12 }],
    [' 25% ', { percent: 25 }],
    ['100%', { percent: 100 }],
    ['99999', { nodes: 99_999 }],
  ])('is read from %j', (written, share) => {
    expect(parseShare(written, { least: 1, example: '5' })).toEqual({ ok: true, value: share })
  })

  it.each([
    ['', 'expected a number of nodes or a percentage of them, found nothing'],
    ['some', 'expected a number of nodes or a percentage of them, found some'],
    ['-1', 'expected a number of nodes or a percentage of them, found -1'],
    [2.5, 'expected a number of nodes or a percentage of them, found 2.5'],
    ['5 %', 'expected a number of nodes or a percentage of them, found 5 %'],
    ['0', 'expected 1 to 99999 nodes, found 0'],
    ['100000', 'expected 1 to 99999 nodes, found 100000'],
    ['0%', 'expected 1% to 100%, found 0%'],
    ['101%', 'expected 1% to 100%, found 101%'],
  ])('is not read from %j', (written, message) => {
    const fault = { message, remedy: 'write e.g. 5' }
    expect(parseShare(written, { least: 1, example: '5' })).toEqual({ ok: false, failure: fault })
  })

  it('is read back as it was written, whatever it is', () => {
    const share = fc.oneof(
      fc.record({ nodes: fc.integer({ min: 1, max: 99_999 }) }),
      fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
    )
    fc.assert(
      fc.property(share, (one) => {
        expect(parseShare(shareText(one), { least: 1, example: '5' })).toEqual({ ok: true, value: one })
      }),
    )
  })
})

describe('the sizes of batches', () => {
  it.each([
    ['1,10%,50%,100%', [{ nodes: 1 }, { percent: 10 }, { percent: 50 }, { percent: 100 }]],
    ['1, 25%', [{ nodes: 1 }, { percent: 25 }]],
    [5, [{ nodes: 5 }]],
    [
      [1, '25%'],
      [{ nodes: 1 }, { percent: 25 }],
    ],
  ] as const)('are read from %j', (written, sizes) => {
    expect(parseBatchSizes(written)).toEqual({ ok: true, value: sizes })
  })

  it('are complained about each, and all at once', () => {
    const read = parseBatchSizes('1,,half,0%')
    expect(read.ok ? [] : read.failure.map(({ message }) => message)).toEqual([
      'expected a number of nodes or a percentage of them, found nothing',
      'expected a number of nodes or a percentage of them, found half',
      'expected 1% to 100%, found 0%',
    ])
  })

  it('are some or complaints, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        const read = parseBatchSizes(written)
        expect((read.ok ? read.value : read.failure).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('max_failures', () => {
  it.each([
    [0, { nodes: 0 }],
    ['0', { nodes: 0 }],
    ['0%', { percent: 0 }],
    ['10%', { percent: 10 }],
  ])('is read from %j', (written, maxFailures) => {
    expect(parseMaxFailures(written)).toEqual({ ok: true, value: maxFailures })
  })

  it('is not read from what is more than all', () => {
    const fault = { message: 'expected 0% to 100%, found 200%', remedy: 'write e.g. 10%' }
    expect(parseMaxFailures('200%')).toEqual({ ok: false, failure: fault })
  })
})
