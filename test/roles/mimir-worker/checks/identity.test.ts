import { describe, expect, it } from 'vitest'
import { identity } from '../../../../roles/mimir-worker/checks/identity.ts'
import type { WorkerAnswers } from '../../../../roles/mimir-worker/node/facts.ts'
import { evidence, facts, VARS, worker } from '../sample.ts'

const judged = (changes: Partial<WorkerAnswers>) =>
  identity(evidence({ facts: facts({ worker: worker(changes) }) }))
const flags = (listen: string) => ({ ...worker().flags, 'web.listen-address': listen })

describe('the identity check', () => {
  it('passes the process of the container that has our flags', () => {
    expect(identity(evidence())).toEqual({
      check: 'identity',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'url', value: 'http://127.0.0.1:9091' },
          { name: 'started', value: '2023-11-14T22:13:21.000Z' },
        ],
      },
    })
  })

  it('reads a listen address in brackets, and one of IPv6', () => {
    expect(judged({ flags: flags('[127.0.0.1:9091]') }).state).toBe('passed')
    const vars = { ...VARS, listen: { host: '::1', port: 9091 } }
    for (const listen of ['[::1]:9091', '[[::1]:9091]']) {
      const answers = facts({ worker: worker({ flags: flags(listen) }) })
      expect(identity(evidence({ vars, facts: answers })).state).toBe('passed')
    }
  })

  it.each([
    ['nothing was asked', undefined, 'it was not asked'],
    [
      'it refuses',
      worker({ connectionError: 'curl: (7) Connection refused\u0007' }),
      'curl: (7) Connection refused\\u{7}',
    ],
    ['it does not tell its start', worker({ startTime: undefined }), 'it does not tell since when it runs'],
  ])('waits for an answer where %s', (_case, answers, reason) => {
    expect(identity(evidence({ facts: facts({ worker: answers }) }))).toEqual({
      check: 'identity',
      state: 'waiting',
      finding: { kind: 'no-answer', url: 'http://127.0.0.1:9091', evidence: reason },
    })
  })

  it("fails where Kolla's own Prometheus answers, and says in what it differs", () => {
    const kolla = { 'config.file': '/etc/prometheus/prometheus.yml', 'web.listen-address': '10.0.0.12:9091' }
    expect(judged({ flags: kolla })).toEqual({
      check: 'identity',
      state: 'failed',
      finding: {
        kind: 'other-prometheus',
        differences: [
          {
            field: 'flag config.file',
            expected: '/etc/mimir-worker/current/prometheus.yml',
            found: '/etc/prometheus/prometheus.yml',
          },
          { field: 'flag web.listen-address', expected: '127.0.0.1:9091', found: '10.0.0.12:9091' },
        ],
      },
    })
  })

  it('fails where no flags were told', () => {
    expect(judged({ flags: {} })).toMatchObject({
      state: 'failed',
      finding: { kind: 'other-prometheus', differences: [{ found: 'none' }, { found: 'none' }] },
    })
  })

  it('fails a process that was not started with the container, and bears half a minute between the two', () => {
    const start = facts().container?.startedAt ?? 0
    expect(judged({ startTime: start + 30 }).state).toBe('passed')
    expect(judged({ startTime: start - 31 })).toMatchObject({
      state: 'failed',
      finding: { differences: [{ field: 'start time', expected: '2023-11-14T22:13:20.000Z' }] },
    })
  })

  it.each([
    ['127.0.0.1', true, 'passed'],
    ['0.0.0.0', true, 'passed'],
    ['::', true, 'passed'],
    ['127.0.0.1', false, 'failed'],
    ['*', false, 'failed'],
    ['0.0.0.0', false, 'failed'],
    ['::', false, 'failed'],
    ['[::]', false, 'failed'],
    ['10.0.0.12', false, 'passed'],
  ])('where the socket on %s is held by its container: %s, it is %s', (host, held, state) => {
    expect(identity(evidence({ facts: facts({ sockets: [{ host, held }] }) })).state).toBe(state)
  })

  it('names the holder of the port where it is another process', () => {
    const result = identity(evidence({ facts: facts({ sockets: [{ host: '127.0.0.1', held: false }] }) }))
    expect(result.finding).toEqual({
      kind: 'other-prometheus',
      differences: [
        { field: 'holder of the port', expected: "the container's process", found: 'another process' },
      ],
    })
  })
})
