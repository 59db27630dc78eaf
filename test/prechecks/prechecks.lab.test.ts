import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  block,
  cut,
  fillDisk,
  killDocker,
  type MimirQueryError,
  masterFault,
  mend,
} from '../lab/faults/faults.ts'
import { down, type Lab, up } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { setFault } from '../lab/machine/service-machines.ts'
import { kollaFolder } from '../support/kolla-folder.ts'
import { manifest } from '../support/manifest.ts'
import { takeSnapshots } from '../support/on-nodes.ts'
import { type Ended, outcomeOf, prechecks, resultOf } from './run.ts'

const NODES = ['cmp1', 'cmp2', 'ctl1']

let lab: Lab

beforeAll(async () => {
  lab = await up({ name: 'prechecks' })
  await mend(lab)
})
afterAll(async () => down('prechecks'))

/** A manifest whose Kolla folder has a globals.d file more. */
async function withGlobals(name: string, globals: string): Promise<string> {
  const configdir = await kollaFolder(lab, name, { 'globals.d/z.yml': globals })
  return manifest(lab, name, { kolla: { configdir } })
}

describe('on a fleet that is well', () => {
  it('every precheck passes on every node, and nothing on any node is changed', async () => {
    const inventory = await manifest(lab, 'well')
    const before = await takeSnapshots(lab)
    const ended = await prechecks(inventory)
    expect(await takeSnapshots(lab)).toEqual(before)
    const bad = ended.report.nodes.flatMap(({ node, results }) =>
      results
        .filter(({ state }) => state !== 'passed')
        .map(({ precheck, message }) => [node, precheck, message]),
    )
    expect(bad).toEqual([])
    expect(ended.exitCode).toBe(0)
    expect(ended.report.totals).toEqual({ nodes: 3, ready: 3, failed: 0, interrupted: 0 })
    expect(ended.stderr).toContain('✓ exporter node_exporter')
    expect(ended.stderr).toContain('nodes  cmp[1-2], ctl1 (3)')
  })
})

describe('on a fleet that is not well', () => {
  let ended: Ended

  beforeAll(async () => {
    await block(lab, 'cmp1')
    await fillDisk(lab, 'cmp1')
    await killDocker(lab, 'cmp2')
    await on(lab, 'ctl1', 'docker stop -t 1 prometheus_cadvisor')
    await on(lab, 'ctl1', 'docker rename prometheus_memcached_exporter aside && docker stop -t 1 aside')
    await on(
      lab,
      'ctl1',
      "docker run -d --name prometheus_memcached_exporter --network none --entrypoint sleep $(docker inspect --format '{{.Config.Image}}' aside) 600",
    )
    await on(lab, 'ctl1', `${HOLD_THE_PORT} >/dev/null 2>&1 & echo $! >/run/held`)
    ended = await prechecks(await manifest(lab, 'unwell'))
  }, 120_000)

  afterAll(async () => {
    await on(
      lab,
      'ctl1',
      'kill $(cat /run/held); docker rm -f prometheus_memcached_exporter; docker rename aside prometheus_memcached_exporter; docker start prometheus_memcached_exporter prometheus_cadvisor',
    )
    await mend(lab)
  }, 120_000)

  it('ends with 1', () => {
    expect(ended.exitCode).toBe(1)
    expect(ended.report.totals).toMatchObject({ ready: 0, failed: 3 })
  })

  it.each([
    ['cmp1', 'disk', undefined, 'failed disk-short'],
    ['cmp1', 'mimir', undefined, 'failed mimir-unreachable'],
    ['cmp1', 'push', undefined, 'skipped not-reached'],
    ['cmp1', 'read-back', undefined, 'skipped not-reached'],
    ['cmp1', 'firewall', undefined, 'failed firewall-drops'],
    ['cmp1', 'engine', undefined, 'passed good'],
    ['cmp1', 'exporter', 'node_exporter', 'passed good'],
    ['cmp2', 'engine', undefined, 'failed engine-down'],
    ['cmp2', 'compose', undefined, 'skipped not-reached'],
    ['cmp2', 'containers', undefined, 'skipped not-reached'],
    ['cmp2', 'push', undefined, 'passed good'],
    ['ctl1', 'containers', undefined, 'failed containers-not-running'],
    ['ctl1', 'host-network', undefined, 'failed not-host-network'],
    ['ctl1', 'port', undefined, 'failed port-taken'],
    ['ctl1', 'exporter', 'cadvisor', 'failed exporter-silent'],
    ['ctl1', 'exporter', 'memcached_exporter', 'failed exporter-silent'],
    ['ctl1', 'exporter', 'mysqld_exporter', 'passed good'],
    ['ctl1', 'read-back', undefined, 'passed good'],
  ] as const)('%s: %s %s is %s', (node, name, subject, outcome) => {
    expect(outcomeOf(ended, node, name, subject)).toBe(outcome)
  })

  it('says what was found, and what to do', () => {
    const said = (node: string, name: Parameters<typeof resultOf>[2]): string =>
      resultOf(ended, node, name).message
    expect(said('cmp1', 'firewall')).toContain(`-d ${new URL(lab.masterUrl).hostname}/32`)
    expect(said('ctl1', 'containers')).toContain('prometheus_cadvisor (Exited')
    expect(said('ctl1', 'host-network')).toContain('prometheus_memcached_exporter (none)')
    expect(said('ctl1', 'port')).toContain('python')
    expect(ended.stderr).toContain('to do')
  })
})

const HOLD_THE_PORT =
  'setsid python3 -c \'import socket,time; s=socket.socket(); s.bind(("127.0.0.1",9091)); s.listen(); time.sleep(600)\''

describe('where the master does not take a push', () => {
  afterEach(async () => masterFault(lab, 'none'))

  it.each<[MimirQueryError, string]>([
    [401, 'no-tenant'],
    [429, 'rate-limited'],
    [500, 'starting'],
    [503, 'instance-limit'],
    [202, 'elected-other'],
  ])('%s is told as %s', async (trouble, cause) => {
    await masterFault(lab, trouble)
    const ended = await prechecks(await manifest(lab, 'push'), '--limit', 'ctl1')
    expect(resultOf(ended, 'ctl1', 'push')).toMatchObject({
      state: 'failed',
      finding: { kind: 'push-refused', status: trouble, cause },
    })
    expect(outcomeOf(ended, 'ctl1', 'read-back')).toBe('skipped not-reached')
    expect(ended.exitCode).toBe(1)
  })

  it('a wrong path is told as such, from a node without curl', async () => {
    const inventory = await manifest(lab, 'path', {
      mimir: { url: lab.masterUrl, tenant: 'openstack', push_path: '/api/v1/write' },
    })
    const ended = await prechecks(inventory, '--limit', 'cmp2')
    expect(resultOf(ended, 'cmp2', 'push').finding).toMatchObject({ status: 404, cause: 'not-found' })
  })

  it('a master that takes everything and tells nothing fails the reading only', async () => {
    await setFault(lab.masterUrl, { path: 'query', status: 500 })
    const ended = await prechecks(await manifest(lab, 'push'), '--limit', 'ctl1')
    expect(outcomeOf(ended, 'ctl1', 'push')).toBe('passed good')
    expect(outcomeOf(ended, 'ctl1', 'read-back')).toBe('failed query-failed')
  })

  it('a master that keeps no tenants apart is found before anything is installed', async () => {
    await setFault(lab.masterUrl, { multitenancy: false })
    const ended = await prechecks(await manifest(lab, 'push'), '--limit', 'ctl1')
    expect(outcomeOf(ended, 'ctl1', 'push')).toBe('passed good')
    expect(outcomeOf(ended, 'ctl1', 'read-back')).toBe('failed seen-by-other-tenant')
  })

  it('a name that nobody knows is told from a server that does not answer', async () => {
    const inventory = await manifest(lab, 'name', { mimir: { url: 'http://mimir.invalid:9009' } })
    const ended = await prechecks(inventory, '--limit', 'cmp1')
    expect(outcomeOf(ended, 'cmp1', 'name')).toBe('failed name-unresolved')
    expect(resultOf(ended, 'cmp1', 'mimir').finding).toMatchObject({ silence: 'unknown-host' })
  })
})

describe('where the tenant may not store what the exporters have', () => {
  afterEach(async () => setFault(lab.masterUrl, {}))

  it('is red before anything is installed, with what is needed at least', async () => {
    await setFault(lab.masterUrl, { seriesLimit: 500 })
    const ended = await prechecks(await manifest(lab, 'limits'), '--limit', 'ctl1')
    expect(outcomeOf(ended, 'ctl1', 'push')).toBe('passed good')
    expect(outcomeOf(ended, 'ctl1', 'limits')).toBe('failed limits-exceeded')
    expect(resultOf(ended, 'ctl1', 'limits').message).toContain('max_global_series_per_user')
    expect(ended.exitCode).toBe(1)
  })
})

describe("where a node is not as Kolla's files say", () => {
  it('an exporter on another port is found, and a port that somebody else has is no exporter', async () => {
    const globals = 'prometheus_cadvisor_port: "8080"\nprometheus_memcached_exporter_port: "9104"\n'
    const ended = await prechecks(await withGlobals('ports', globals), '--limit', 'ctl1')
    expect(outcomeOf(ended, 'ctl1', 'exporter', 'cadvisor')).toBe('passed exporter-elsewhere')
    expect(resultOf(ended, 'ctl1', 'exporter', 'cadvisor').message).toContain(':18080 with')
    expect(outcomeOf(ended, 'ctl1', 'exporter', 'memcached_exporter')).toBe('failed exporter-without-family')
  })

  it('an API interface that is not there stops the exporters, not the rest', async () => {
    const ended = await prechecks(await withGlobals('interface', 'api_interface: eth9\n'), '--limit', 'cmp1')
    expect(outcomeOf(ended, 'cmp1', 'address')).toBe('failed no-api-address')
    expect(outcomeOf(ended, 'cmp1', 'exporter')).toBe('skipped not-reached')
    expect(outcomeOf(ended, 'cmp1', 'push')).toBe('passed good')
  })
})

describe('where the login or compose is broken', () => {
  afterAll(async () => {
    await mend(lab)
    await on(lab, 'cmp2', `[ ! -d ${ASIDE} ] || mv ${ASIDE} ${LIBRARY}`)
  }, 120_000)

  it('a version 1 whose library is gone is told as that, and a node that is cut off costs itself only', async () => {
    await on(lab, 'cmp2', `mv ${LIBRARY} ${ASIDE}`)
    await cut(lab, 'cmp1')
    const ended = await prechecks(await manifest(lab, 'cut'))
    expect(outcomeOf(ended, 'cmp2', 'compose')).toBe('failed compose-dependencies')
    expect(outcomeOf(ended, 'cmp1', 'login')).toBe('failed ssh-unreachable')
    expect(ended.report.nodes.map(({ node, state }) => `${node} ${state}`).sort()).toEqual(
      NODES.map((node) => `${node} ${node === 'ctl1' ? 'ready' : 'failed'}`),
    )
  })
})

const LIBRARY = '/usr/lib/python3/dist-packages/docker'
const ASIDE = `${LIBRARY}.aside`
