import { describe, expect, it } from 'vitest'
import { deadlineFor, windowFor } from '../../../../roles/mimir-worker/checks/deadline.ts'
import { GENERATION, VARS } from '../sample.ts'

const sending = (deadline: string) => ({
  document: { ...GENERATION.document, remote_write: [{ queue_config: { batch_send_deadline: deadline } }] },
})
const scraping = (interval: string, deadline = '5s') => ({
  vars: { jobs: VARS.jobs.map((job) => ({ ...job, interval })) },
  generation: sending(deadline),
})

describe('how long a worker is waited for', () => {
  it.each([
    ['2s', '5s', 49_000],
    ['30s', '5s', 105_000],
    ['5m', '5s', 645_000],
    ['2s', '1m', 104_000],
    ['30s', '1m', 160_000],
  ])('follows from scrapes every %s and a send deadline of %s', (interval, deadline, milliseconds) => {
    expect(deadlineFor(scraping(interval, deadline), 0)).toBe(milliseconds)
  })

  it('is long enough for the slowest exporter, and never less than the manifest says', () => {
    const [self, node, slow] = VARS.jobs
    if (self === undefined || node === undefined || slow === undefined)
      throw new Error('there are three jobs')
    const proof = {
      vars: { jobs: [{ ...self, interval: '1s' }, node, { ...slow, interval: '10m' }] },
      generation: GENERATION,
    }
    expect(deadlineFor(proof, 0)).toBe(645_000)
    expect(deadlineFor(proof, 900_000)).toBe(900_000)
  })

  it('reaches back over two scrapes of the slowest worker and their sending', () => {
    expect(windowFor([scraping('2s'), scraping('30s')])).toBe(90)
    expect(windowFor([scraping('2s', '1m')])).toBe(89)
  })
})
