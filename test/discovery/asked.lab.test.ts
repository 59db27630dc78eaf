import { beforeAll, describe, expect, it } from 'vitest'
import { cut, heal } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { nodeNamed } from '../lab/lab/machines.ts'
import { eventually, on } from '../lab/lab/observe.ts'
import { kollaFolder } from '../support/kolla-folder.ts'
import { manifest, TENANT } from '../support/manifest.ts'
import { query } from '../support/mimir.ts'
import {
  nodeOf,
  outcome,
  outcomeOf,
  type RunResult,
  reportOf,
  rollout,
  stderrIncludes,
} from '../support/run.ts'
import { all, cloud } from './cloud.ts'
import { targetsOf } from './worker.ts'

let lab: Lab

beforeAll(async () => {
  lab = await cloud()
})

describe("Kolla's server, probes and Kolla's names for jobs, where they are asked for", () => {
  let inventory: string
  let password: string
  let unevaluated: RunResult
  let ended: RunResult

  const wishes = (configdir: string, overrides: object): Parameters<typeof manifest>[2] => ({
    kolla: { configdir, overrides },
    ssh: { user: 'kolla' },
    worker: {
      job_names: 'kolla',
      exporters: {
        openstack_exporter: { scrape_interval: '5s', scrape_timeout: '4s' },
        prometheus_server: { enabled: true },
      },
    },
  })

  beforeAll(async () => {
    const configdir = await kollaFolder(lab, 'probes', {
      'globals.d/probes.yml': `prometheus_memcached_exporter_port: "{{ lookup('env', 'PORT') }}"
prometheus_blackbox_exporter_endpoints_custom:
  - "mimir:http_2xx:${lab.masterUrl}/ready"
  - "memcached:tcp_connect:{{ kolla_internal_fqdn }}:11211"
  - "nobody:tcp_connect:{{ kolla_internal_fqdn }}:4"
`,
    })
    unevaluated = await rollout(await manifest(lab, 'jinja', wishes(configdir, {})))
    const overrides = { prometheus_memcached_exporter_port: 9150 }
    inventory = await manifest(lab, 'probes', wishes(configdir, overrides))
    ended = await rollout(inventory, '--output', 'json')
    password = await on(lab, 'ctl1', 'cat /opt/mimir-worker/current/secrets/prometheus_server-password')
  })

  it('what would need Jinja that is not evaluated is refused, with where and what to write instead', () => {
    expect(unevaluated.exitCode).toBe(2)
    expect(stderrIncludes(unevaluated, 'globals.d/probes.yml:1:')).toBe(true)
    expect(stderrIncludes(unevaluated, 'kolla.overrides.prometheus_memcached_exporter_port')).toBe(true)
  })

  it("with that, they come to the nodes, with sudo by Kolla's user", () => {
    const verified: unknown = expect.stringMatching(/^verified /u)
    expect(outcomeOf(ended)).toEqual(outcome(0, all(verified)))
  })

  it("jobs have the names that Kolla's own Prometheus and its dashboards know", async () => {
    const jobs = async (node: string): Promise<string[]> => [
      ...new Set((await targetsOf(lab, node)).map(({ scrapePool }) => scrapePool)),
    ]
    expect(await jobs('cmp1')).toEqual(['cadvisor', 'node', 'prometheus-worker'])
    expect((await jobs('ctl2')).join(' ')).toBe(
      'blackbox cadvisor memcached mysqld node prometheus prometheus-worker',
    )
    expect(await jobs('ctl1')).toEqual([
      'blackbox',
      'blackbox_exporter',
      'cadvisor',
      'memcached',
      'mysqld',
      'node',
      'openstack_exporter',
      'prometheus',
      'prometheus-worker',
    ])
  })

  it("both of Kolla's servers let the worker in, by a password that only root and the worker may read", async () => {
    const series = await query(lab, TENANT, 'prometheus_build_info{job="prometheus"}')
    expect(series.map(({ labels }) => labels['node'] ?? '').sort()).toEqual(['ctl1', 'ctl2'])
    const secrets = "find -L /opt/mimir-worker/current/secrets -type f -printf '%f %m %u:%g\\n'"
    for (const node of ['ctl1', 'ctl2'])
      expect(await on(lab, node, secrets)).toBe('prometheus_server-password 640 root:nogroup')
    expect(await on(lab, 'ctl1', `grep -rl ${password} /opt/mimir-worker | sort`)).toMatch(
      /^\S*\/secrets\/prometheus_server-password$/u,
    )
    expect(ended.stdout + ended.stderr).not.toContain(password)
    await expect(on(lab, 'cmp1', 'ls -d /opt/mimir-worker/current/secrets')).rejects.toThrow('No such file')
  })

  it("the probes of both lists, Kolla's and the own one, are made by one node, and their answers arrive as they are", async () => {
    const probed = await query(lab, TENANT, 'probe_success{job="blackbox_exporter"}')
    const rows = probed.map(({ labels: { node, service, module, instance }, value }) =>
      [node, service, module, instance, value].join(' '),
    )
    const { address } = nodeNamed(lab, 'ctl1')
    expect(rows.sort()).toEqual([
      `ctl1 memcached tcp_connect ${address}:11211 1`,
      `ctl1 mimir http_2xx ${lab.masterUrl}/ready 1`,
      `ctl1 nobody tcp_connect ${address}:4 0`,
      `ctl1 prometheus http_2xx_prometheus http://${address}:9091/-/healthy 1`,
    ])
  })

  describe('when the node that tells of the whole cloud is gone', () => {
    const holders = async (): Promise<string[]> => {
      const nodes = ['ctl1', 'ctl2'].map(async (node) => {
        const targets = await targetsOf(lab, node)
        return targets.some(({ scrapePool }) => scrapePool === 'openstack_exporter') ? [node] : []
      })
      return (await Promise.all(nodes)).flat()
    }
    let without: RunResult

    beforeAll(async () => {
      await cut(lab, 'ctl1')
      without = await rollout(inventory, '--output', 'json')
      await heal(lab, 'ctl1')
      await eventually(
        async () => on(lab, 'ctl1', 'true').catch(() => 'gone'),
        (answer) => answer === '',
      )
    })

    it('another takes its job over, and says why', () => {
      const unreachable: unknown = expect.stringMatching(/^failed: no/u)
      expect(outcomeOf(without)).toEqual(
        outcome(1, { ctl1: unreachable, ctl2: 'verified reload', cmp1: 'verified noop' }),
      )
      const moved = { current: 'on no node that was reached', desired: 'on this one' }
      const { reasons } = nodeOf(reportOf(without), 'ctl2')
      for (const field of ['job openstack_exporter', 'job blackbox_exporter'])
        expect(reasons).toContainEqual({ field, ...moved })
    })

    it('the next run of all leaves it with one', async () => {
      expect(await holders()).toEqual(['ctl1', 'ctl2'])
      expect((await rollout(inventory)).exitCode).toBe(0)
      expect(await holders()).toHaveLength(1)
    })
  })
})
