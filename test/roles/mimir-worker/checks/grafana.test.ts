import { describe, expect, it } from 'vitest'
import { judge } from '../../../../roles/mimir-worker/checks/chain.ts'
import { grafana } from '../../../../roles/mimir-worker/checks/grafana.ts'
import type { Arrival } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import { CHECKS } from '../../../../src/model/check.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { arrived, evidence, PLAIN_CHAIN, worker } from '../sample.ts'

const start = worker().startTime ?? 0
const SEEN = { datasource: 'Mimir-OpenStack', url: 'http://mimir/prometheus' }
const judged = (processStart: number | undefined) =>
  grafana(evidence({ arrival: arrived({ grafana: { ...SEEN, processStart } }) }))

describe('the Grafana check', () => {
  it('passes where the data source shows this very process', () => {
    expect(judged(start)).toEqual({
      check: 'grafana',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'datasource', value: 'Mimir-OpenStack' },
          { name: 'url', value: 'http://mimir/prometheus' },
        ],
      },
    })
  })

  it.each([undefined, start - 3600])('waits where it shows none of it, or another (%s)', (processStart) => {
    expect(judged(processStart)).toEqual({
      check: 'grafana',
      state: 'waiting',
      finding: { kind: 'datasource-blind', name: 'Mimir-OpenStack', url: 'http://mimir/prometheus' },
    })
  })

  it('passes on what is the trouble with Grafana', () => {
    const queryError = { kind: 'grafana-silent', url: 'http://g', evidence: safeLine('refused') } as const
    const arrival = arrived({ grafana: { datasource: 'Mimir-OpenStack', queryError } })
    expect(grafana(evidence({ arrival }))).toEqual({
      check: 'grafana',
      state: 'waiting',
      finding: queryError,
    })
  })

  it('is no link of the chain where no Grafana is named', () => {
    const chain = (arrival: Arrival): string[] => judge(evidence({ arrival })).map(({ check }) => check)
    expect(chain(arrived())).toEqual(PLAIN_CHAIN)
    expect(chain(arrived({ grafana: { ...SEEN, processStart: start } }))).toEqual(CHECKS)
  })
})
