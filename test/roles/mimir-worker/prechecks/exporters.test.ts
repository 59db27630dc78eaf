import { describe, expect, it } from 'vitest'
import type { ExporterProbe } from '../../../../roles/mimir-worker/prechecks/exporter-probes.ts'
import { exporters } from '../../../../roles/mimir-worker/prechecks/exporters.ts'
import type { TargetAnswer } from '../../../../roles/mimir-worker/prechecks/inspection.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { facts } from '../sample.ts'
import { inspection } from './sample-inspection.ts'

const probe = (changes: Partial<ExporterProbe> = {}): ExporterProbe => ({
  name: 'mysqld_exporter',
  exporter: 'mysqld_exporter',
  container: 'prometheus_mysqld_exporter',
  port: 9104,
  expected: '10.0.0.11:9104',
  url: 'http://10.0.0.11:9104/metrics',
  found: undefined,
  family: 'mysql_up',
  up: 'mysql_up',
  seconds: 10,
  interval: '30s',
  once: false,
  login: undefined,
  ...changes,
})

const answer = (changes: Partial<TargetAnswer> = {}): TargetAnswer => ({
  answer: { status: 200, headers: '', body: safeLine(''), seconds: 0.1 },
  series: 48,
  family: 1,
  counts: new Map(),
  down: [],
  words: '',
  ...changes,
})

const judged = (probes: readonly ExporterProbe[], ...answers: readonly TargetAnswer[]) =>
  exporters(
    probes,
    facts(),
    inspection({
      targets: new Map(probes.flatMap(({ name }, at) => (answers[at] ? [[name, answers[at]]] : []))),
    }),
  )

describe('an exporter in prechecks', () => {
  it('is green where what it watches is up', () => {
    expect(judged([probe()], answer())).toMatchObject([{ subject: 'mysqld_exporter', state: 'passed' }])
  })

  it('is red where it answers and what it watches is down, in its own words', () => {
    const words = 'ts=1 level=error msg="Error pinging mysqld" err="dial tcp: connection refused"'
    expect(judged([probe()], answer({ down: ['mysql_up 0'], words }))).toEqual([
      {
        precheck: 'exporter',
        subject: 'mysqld_exporter',
        state: 'failed',
        finding: {
          kind: 'watched-down',
          services: [
            {
              exporter: 'mysqld_exporter',
              container: 'prometheus_mysqld_exporter',
              metric: 'mysql_up',
              evidence: 'dial tcp: connection refused',
            },
          ],
          log: words,
        },
      },
    ])
  })

  it('is red once for each of its metrics, however many series that has', () => {
    const down = [
      'openstack_nova_up{region="a"} 0',
      'openstack_nova_up{region="b"} 0',
      'openstack_cinder_up 0',
    ]
    const [result] = judged([probe({ up: 'openstack_.+_up' })], answer({ down }))
    expect(result?.finding).toMatchObject({
      services: [{ metric: 'openstack_nova_up' }, { metric: 'openstack_cinder_up' }],
    })
  })
})

describe('the probes of the blackbox exporter in prechecks', () => {
  const probes = ['http://10.0.0.254:5000', 'http://10.0.0.254:8774'].map((target, at) =>
    probe({
      name: `blackbox_probes@${at}`,
      exporter: 'blackbox_probes',
      container: 'prometheus_blackbox_exporter',
      target,
      family: 'probe_success',
      up: 'probe_success',
    }),
  )

  it('are one result, which says how many succeeded', () => {
    expect(judged(probes, answer(), answer())).toEqual([
      {
        precheck: 'exporter',
        subject: 'blackbox_probes',
        state: 'passed',
        finding: { kind: 'good', facts: [{ name: 'probes', value: '2' }] },
      },
    ])
  })

  it('are red with those that fail, each by what was probed', () => {
    const words = 'level=error msg="Error for HTTP request" err="connection refused"'
    expect(judged(probes, answer(), answer({ down: ['probe_success 0'], words }))).toMatchObject([
      {
        state: 'failed',
        finding: {
          kind: 'watched-down',
          services: [
            { metric: 'probe_success', target: 'http://10.0.0.254:8774', evidence: 'connection refused' },
          ],
        },
      },
    ])
  })

  it('are red with what keeps them from being made, where something does', () => {
    const silent = answer({ answer: { silence: 'refused', evidence: safeLine(''), seconds: 0 } })
    expect(judged(probes, silent, answer({ down: ['probe_success 0'] }))).toMatchObject([
      { state: 'failed', finding: { kind: 'exporter-silent' } },
    ])
  })
})
