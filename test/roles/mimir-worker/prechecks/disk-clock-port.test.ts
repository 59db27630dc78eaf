import { describe, expect, it } from 'vitest'
import { containers, hostNetwork } from '../../../../roles/mimir-worker/prechecks/containers.ts'
import { clock, disk, port } from '../../../../roles/mimir-worker/prechecks/disk-clock-port.ts'
import { compose, engine } from '../../../../roles/mimir-worker/prechecks/engine.ts'
import type { Inspection } from '../../../../roles/mimir-worker/prechecks/inspection.ts'
import type { PrecheckResult } from '../../../../src/model/precheck.ts'
import { facts, SETTINGS } from '../sample.ts'
import { inspection } from './sample-inspection.ts'

const outcome = ({ state, finding }: PrecheckResult): string =>
  `${state} ${finding.kind === 'failure' ? finding.failure.reason : finding.kind}`

const gone = { composePlugin: { exit: 1, text: "docker: 'compose' is not a docker command." } }
const DOWN = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'

describe('the engine', () => {
  it.each<[string, Partial<Inspection>]>([
    ['passed good', {}],
    ['failed engine-missing', { docker: undefined }],
    ['failed engine-podman', { docker: undefined, podman: true }],
    ['failed engine-down', { docker: { exit: 1, text: DOWN } }],
    [
      'failed engine-api',
      { docker: { exit: 1, text: 'client version 1.24 is too old. Minimum supported API version is 1.44' } },
    ],
  ])('%s', (wanted, changes) => {
    expect(outcome(engine(inspection(changes)))).toBe(wanted)
  })
})

describe('compose', () => {
  const v1 = { ...gone, composeV1: { exit: 0, text: '1.29.2' } }
  it.each<[string, Partial<Inspection>]>([
    ['passed good', {}],
    ['passed good', { ...v1, composeV1Speaks: { exit: 0, text: '' } }],
    ['failed compose-missing', gone],
    ['failed compose-broken', { ...gone, composeInvalid: 'exec format error' }],
    ['skipped not-reached', { ...gone, docker: undefined }],
    [
      'failed compose-dependencies',
      { ...gone, composeV1: { exit: 1, text: "Traceback\nModuleNotFoundError: No module named 'docker'" } },
    ],
    [
      'failed compose-dependencies',
      { ...v1, composeV1Speaks: { exit: 1, text: 'Not supported URL scheme http+docker' } },
    ],
    [
      'failed compose-unanswered',
      {
        ...v1,
        composeV1Speaks: {
          exit: 1,
          text: 'client version 1.22 is too old. Minimum supported API version is 1.44',
        },
      },
    ],
    [
      'skipped not-reached',
      { ...v1, composeV1Speaks: { exit: 1, text: `Traceback\n${DOWN}` }, docker: { exit: 1, text: DOWN } },
    ],
    ['failed compose-unanswered', { ...v1, composeV1Speaks: { exit: 1, text: 'Permission denied' } }],
    [
      'failed compose-unanswered',
      {
        composePluginSpeaks: { exit: 1, text: 'Error response from daemon: client version 1.43 is too old' },
      },
    ],
    [
      'skipped not-reached',
      { composePluginSpeaks: { exit: 1, text: DOWN }, docker: { exit: 1, text: DOWN } },
    ],
  ])('%s', (wanted, changes) => {
    expect(outcome(compose(inspection(changes)))).toBe(wanted)
  })

  it('a plugin that prints its usage and ends with 0 is none', () => {
    expect(outcome(compose(inspection({ composePlugin: { exit: 0, text: 'Usage: docker' } })))).toBe(
      'failed compose-missing',
    )
  })
})

describe('the disk', () => {
  const at = (free: number, freeInodes = 1e6) => ({ mount: '/var', free, freeInodes })
  const judged = (free: number, hasImage = false, inodes?: number): string =>
    outcome(disk(inspection({ disks: { files: at(1e10), images: at(free, inodes) } }), SETTINGS, hasImage))

  it.each([
    [2 * 1024 ** 3, false, 'passed good'],
    [0.6 * 1024 ** 3, false, 'failed disk-short'],
    [0.6 * 1024 ** 3, true, 'passed good'],
  ])('%i bytes, image there %s: %s', (free, hasImage, wanted) => {
    expect(judged(free, hasImage)).toBe(wanted)
  })

  it('without inodes takes no file, however much space there is', () => {
    expect(judged(1e11, false, 3)).toBe('failed inodes-short')
  })
})

describe('the clock', () => {
  it.each([undefined, 0, 30, -30])('%s s ahead is right enough', (skew) => {
    expect(outcome(clock(facts(skew === undefined ? {} : { skew })))).toBe('passed good')
  })

  it.each([31, -31, 3600])('%i s ahead is not', (skew) => {
    expect(clock(facts({ skew })).finding).toEqual({ kind: 'clock-skewed', ahead: skew, limit: 30 })
  })
})

describe('the port', () => {
  const listeners = [{ host: '0.0.0.0', port: 9091, by: 'users:(("nginx",pid=4,fd=6))' }]
  it("is the worker's own where that runs", () => {
    expect(port(facts({ listeners }), SETTINGS.listen).state).toBe('passed')
  })

  it('is taken where somebody else has it, and free where nobody has', () => {
    expect(outcome(port(facts({ container: undefined, listeners }), SETTINGS.listen))).toBe(
      'failed port-taken',
    )
    expect(outcome(port(facts({ container: undefined }), SETTINGS.listen))).toBe('passed good')
  })
})

describe("Kolla's containers", () => {
  const wanted = ['prometheus_node_exporter']
  it.each<[string, string | undefined]>([
    ['passed good', 'Up 3 hours'],
    ['passed good', 'Up 3 hours (healthy)'],
    ['failed containers-not-running', 'Up 3 hours (unhealthy)'],
    ['failed containers-not-running', 'Up 3 hours (Paused)'],
    ['failed containers-not-running', 'Exited (137) 2 minutes ago'],
    ['failed containers-not-running', 'Restarting (2) 1 second ago'],
    ['failed containers-not-running', undefined],
  ])('%s: %s', (outcomeWanted, state) => {
    const found = new Map(state === undefined ? [] : [['prometheus_node_exporter', state]])
    expect(outcome(containers(wanted, inspection({ containers: found })))).toBe(outcomeWanted)
  })

  it('must use the network of the host', () => {
    expect(outcome(hostNetwork(wanted, inspection()))).toBe('passed good')
    const networks = new Map([['prometheus_node_exporter', 'bridge']])
    expect(outcome(hostNetwork(wanted, inspection({ networks })))).toBe('failed not-host-network')
  })

  it('cannot be asked for where the engine is down', () => {
    expect(outcome(containers(wanted, inspection({ containers: undefined })))).toBe('skipped not-reached')
  })
})
