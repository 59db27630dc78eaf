import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/check.ts'
import type { RemoteWriteErrorCause } from '../../../src/model/remote-write-error.ts'
import { likeness } from '../../../src/report/digest/similarity.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

const refused = (failed: number, cause: RemoteWriteErrorCause, evidence: string): Finding => ({
  kind: 'samples-failed',
  failed,
  total: failed,
  refusal: { cause, evidence: safeLine(evidence) },
})

describe('what makes the causes of two nodes one', () => {
  it('is the reason of a refusal, whatever numbers and series Mimir names to each', () => {
    expect(likeness('cmp1', refused(1274, 'ingestion-burst', 'set to 500, with 998 items'))).toBe(
      likeness('ctl1', refused(2000, 'ingestion-burst', 'set to 500, with 2000 items')),
    )
  })

  it('is not that there is a refusal at all', () => {
    expect(likeness('cmp1', refused(9, 'ingestion-burst', 'no'))).not.toBe(
      likeness('cmp2', refused(9, 'series-limit', 'no')),
    )
  })

  it('is what was said where the reason is not known', () => {
    expect(likeness('cmp1', refused(9, 'other', 'one thing'))).not.toBe(
      likeness('cmp2', refused(9, 'other', 'another')),
    )
  })
})
