import { describe, expect, it } from 'vitest'
import { containers, hostNetwork } from '../../../../roles/mimir-worker/prechecks/containers.ts'
import { clock, disk, port } from '../../../../roles/mimir-worker/prechecks/disk-clock-port.ts'
import { compose, engine } from '../../../../roles/mimir-worker/prechecks/engine.ts'
import { files } from '../../../../roles/mimir-worker/prechecks/files.ts'
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
    ['failed engine-podman', { docker: undefined, podman: 'podman version 4.3.1' }],
    ['failed engine-podman', { docker: undefined, podman: 'podman version 5.4.2' }],
    ['failed engine-down', { docker: { exit: 1, text: DOWN } }],
    [
      'failed engine-api',
      { docker: { exit: 1, text: 'client version 1.24 is too old. Minimum supported API version is 1.44' } },
    ],
  ])('%s', (wanted, changes) => {
    expect(outcome(engine(inspection(changes), SETTINGS.image, false))).toBe(wanted)
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

  it('and the engine are seen behind a warning of the client about its own configuration', () => {
    const warned = (text: string) => ({
      exit: 0,
      text: `WARNING: Error loading config file: /root/.docker/config.json: EOF\n${text}`,
    })
    const found = inspection({ docker: warned('26.1.5+dfsg1 1.45'), composePlugin: warned('2.26.1-4') })
    expect(engine(found, SETTINGS.image, false).finding).toEqual({
      kind: 'good',
      facts: [
        { name: 'docker', value: '26.1.5+dfsg1' },
        { name: 'API', value: '1.45' },
      ],
    })
    expect(compose(found).finding).toEqual({
      kind: 'good',
      facts: [{ name: 'docker compose', value: '2.26.1-4' }],
    })
    expect(outcome(engine(inspection({ docker: warned('') }), SETTINGS.image, false))).toBe(
      'failed engine-down',
    )
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

  it('is neither right nor wrong where it could not be looked at', () => {
    const stale = { exit: 1, text: 'df: /opt: Stale file handle' }
    const look = (disks: Inspection['disks']) => disk(inspection({ disks }), SETTINGS, false)
    expect(look({ files: at(1e10), images: stale })).toEqual({
      precheck: 'disk',
      state: 'skipped',
      finding: { kind: 'not-inspected', command: 'df -P', evidence: 'df: /opt: Stale file handle' },
    })
    expect(outcome(look({ files: stale, images: at(1e10) }))).toBe('skipped not-inspected')
    expect(outcome(look({ files: at(1e10), images: undefined }))).toBe('skipped not-reached')
    expect(outcome(look({ files: at(1), images: undefined }))).toBe('failed disk-short')
  })
})

describe("the worker's directory", () => {
  const OK = { exit: 0, text: '' }
  it.each<[string, Partial<Inspection['writing']>]>([
    ['passed good', {}],
    ['passed good', { images: undefined }],
    ['failed not-writable', { files: { exit: 1, text: 'mkdir: Read-only file system' } }],
    ['failed disk-full', { files: { exit: 1, text: 'sync: Disk quota exceeded' } }],
    ['failed disk-full', { files: { exit: 1, text: 'head: write error: No space left on device' } }],
    ['failed tool-missing', { files: { exit: 127, text: 'flock: not found' } }],
    ['failed not-writable', { images: { exit: 2, text: '/var/lib/docker\nRead-only file system' } }],
  ])('%s: %j', (wanted, writing) => {
    const found = files(inspection({ writing: { files: OK, images: OK, ...writing } }), SETTINGS)
    expect(outcome(found)).toBe(wanted)
  })

  it('is not the one that is named where the engine cannot write its own', () => {
    const text = 'sh: 70: cannot create /srv/docker/.kolla-mimir-precheck.81: Read-only file system'
    expect(
      files(
        inspection({ writing: { files: OK, images: { exit: 2, text: `/srv/docker\n${text}` } } }),
        SETTINGS,
      ).finding,
    ).toEqual({
      kind: 'failure',
      failure: { reason: 'not-writable', path: '/srv/docker', evidence: text },
    })
  })
})

describe('a credential helper', () => {
  const configured = (helpers: Readonly<Record<string, boolean>>) =>
    inspection({
      credentials: {
        file: '/root/.docker/config.json',
        helpers: new Map(
          Object.entries(helpers).map(([registry, there]) => [
            registry,
            { name: 'docker-credential-x', there },
          ]),
        ),
      },
    })

  it.each<[string, string, Readonly<Record<string, boolean>>]>([
    ['failed credential-helper-missing', 'quay.io/prometheus/prometheus:v3', { '*': false }],
    ['failed credential-helper-missing', 'quay.io/prometheus/prometheus:v3', { '*': true, 'quay.io': false }],
    ['passed good', 'quay.io/prometheus/prometheus:v3', { '*': false, 'quay.io': true }],
    ['passed good', 'quay.io/prometheus/prometheus:v3', { 'registry.example': false }],
    ['failed credential-helper-missing', 'prom/prometheus:v3', { 'https://index.docker.io/v1/': false }],
    ['passed good', 'prom/prometheus:v3', {}],
  ])('%s for %s with %j', (wanted, image, helpers) => {
    expect(outcome(engine(configured(helpers), image, false))).toBe(wanted)
  })

  it('is not needed for an image that the node has', () => {
    expect(outcome(engine(configured({ '*': false }), 'prom/prometheus:v3', true))).toBe('passed good')
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
