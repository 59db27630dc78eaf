import { describe, expect, it } from 'vitest'
import { adviceOn, healthQuery, queryHealth } from '../../../../roles/mimir-worker/mimir/write-health.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'

const ABOUT = { tenant: 'openstack', cluster: 'openstack', window: 120 }
const SIGNAL = new AbortController().signal

describe('the health of Mimir under a fleet', () => {
  it('is one question', () => {
    expect(healthQuery('c1', 120)).toBe(
      [
        'label_replace(sum(increase(prometheus_remote_storage_samples_total{cluster="c1",job="prometheus-worker"}[120s])), "about", "sent", "", "")',
        'label_replace(sum(increase(prometheus_remote_storage_samples_retried_total{cluster="c1",job="prometheus-worker"}[120s])), "about", "retried", "", "")',
        'label_replace(sum(increase(prometheus_remote_storage_samples_failed_total{cluster="c1",job="prometheus-worker"}[120s])), "about", "failed", "", "")',
      ].join(' or '),
    )
  })

  it.each([
    [{ sent: 0, retried: 0, failed: 0 }, 'go'],
    [{ sent: 1000, retried: 40, failed: 0 }, 'go'],
    [{ sent: 1000, retried: 60, failed: 0 }, 'slow'],
    [{ sent: 1000, retried: 100, failed: 100 }, 'slow'],
    [{ sent: 1000, retried: 0, failed: 300 }, 'pause'],
    [{ sent: 0, retried: 10, failed: 0 }, 'pause'],
  ])('of %o means %s', (rates, advice) => {
    expect(adviceOn(rates).advice).toBe(advice)
  })

  it('is read from the rows of the answer', async () => {
    const row = (about: string, value: number) => ({ labels: { about }, value })
    const mimir = async () =>
      Promise.resolve(success([row('sent', 100), row('retried', 20), row('failed', Number.NaN)]))
    expect(await queryHealth(mimir, ABOUT, SIGNAL)).toEqual({
      advice: 'slow',
      rates: { sent: 100, retried: 20, failed: 0 },
    })
  })

  it('is bad where Mimir does not answer', async () => {
    const queryError = { kind: 'mimir-silent', url: 'http://m', evidence: safeLine('refused') } as const
    expect(await queryHealth(async () => Promise.resolve(failed(queryError)), ABOUT, SIGNAL)).toEqual({
      advice: 'pause',
      queryError,
    })
  })
})
