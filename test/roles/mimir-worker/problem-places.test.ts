import { describe, expect, it } from 'vitest'
import { role } from '../../../roles/mimir-worker/role.ts'
import { type ManifestContext, readManifest } from '../../../src/manifest/manifest.ts'
import { problemLine } from '../../../src/manifest/problems/problem-lines.ts'
import type { Node } from '../../../src/model/node.ts'
import { failed } from '../../../src/model/result.ts'
import { OPERATOR } from '../../manifest/operator.ts'
import { smallCloud } from './small-cloud.ts'

const HOSTS = { control: ['ctl1'], monitoring: ['mon1'], compute: ['cmp1'] }
const MIMIR = '# as small as can be\nmimir: { url: http://10.0.0.5:9009 }\n'

const CONTEXT: ManifestContext = {
  ...OPERATOR,
  exporters: role.exporters,
  inventoryGiven: true,
  runCommand: async () => Promise.resolve(failed('exited 3')),
}

interface Written {
  /** Lines of the manifest, the first of which is line 3. */
  readonly manifest?: string
  /** Lines of globals.yml, the first of which is line 3. */
  readonly globals?: string
}

/** What the role has against a cloud and a manifest, as an operator reads it, without what to do. */
async function problemLines({ manifest: text = '', globals = '' }: Written): Promise<string[]> {
  const { manifest, positionOf, problems } = await readManifest(
    { file: 'inventory.yml', text: `${MIMIR}${text}\n` },
    CONTEXT,
  )
  if (manifest === undefined) throw new Error(problems.map(problemLine).join('\n'))
  const { cloud } = smallCloud({
    release: '2025.1',
    hosts: HOSTS,
    globals,
    overrides: manifest.kolla.overrides,
  })
  const nodes = cloud.nodes.map(({ name, groups }): Node => {
    return { name, groups, reach: { transport: 'local', become: false } }
  })
  const prepared = await role.prepare('prechecks', {
    manifest,
    positionOf,
    cloud,
    nodes,
  })
  return prepared.problems.map((problem) => problemLine({ ...problem, remedy: '' }).replace(/; $/u, ''))
}

describe('what the role finds wrong', () => {
  it.each([
    [
      'worker: { overrides: { comptue: {} } }',
      'inventory.yml:3:24 worker.overrides.comptue: no group or host of the inventory has that name',
    ],
    [
      'worker:\n  extra_scrape_configs:\n    - { job_name: mine }\n    - job_name: node',
      'inventory.yml:6:17 worker.extra_scrape_configs[1].job_name: node is the name of a job that the worker has itself',
    ],
    [
      'worker:\n  listen: 10.0.0.12:3306',
      "inventory.yml:4:11 worker.listen: a worker on 10.0.0.12:3306 would take down MariaDB: the port is Kolla's",
    ],
    [
      'worker: { exporters: { node_exporter: { scrape_timeout: 40s } } }',
      'inventory.yml:3:57 worker.exporters.node_exporter.scrape_timeout: 40s is longer than the scrape interval, 30s',
    ],
    [
      'worker:\n  exporters: { cadvisor: { drop: [a] } }\n  overrides: { compute: { exporters: { cadvisor: { drop: [a, .+] } } } }',
      'inventory.yml:5:62 worker.overrides.compute.exporters.cadvisor.drop[1]: ".+" drops container_last_seen, by which the arrival of this exporter is proven',
    ],
    [
      'worker: { overrides: { cmp1: { exporters: { libvirt_exporter: { through_vip: true } } } } }',
      "inventory.yml:3:78 worker.overrides.cmp1.exporters.libvirt_exporter.through_vip: is not served at Kolla's internal address",
    ],
    [
      'worker: { exporters: { cadvisor: { enabled: false }, node_exporter: { enabled: false }, fluentd: { enabled: false }, libvirt_exporter: { enabled: false } } }',
      'inventory.yml:3:22 worker.exporters: warning: cmp1 have no exporter; their workers send only metrics of themselves',
    ],
  ])('stands in the manifest: %s', async (manifest, line) => {
    expect(await problemLines({ manifest })).toEqual([line])
  })

  it.each([
    [
      'prometheus_cadvisor_port: high',
      '/etc/kolla/globals.yml:3:27 prometheus_cadvisor_port: expected a port from 1 to 65535, found "high"',
    ],
    [
      'rabbitmq_prometheus_port: high',
      '/etc/kolla/globals.yml:3:27 rabbitmq_prometheus_port: expected a port from 1 to 65535, found "high", and prometheus_rabbitmq_exporter_port is made of it',
    ],
    [
      'prometheus_blackbox_exporter_endpoints: [3]',
      '/etc/kolla/globals.yml:3:41 prometheus_blackbox_exporter_endpoints: expected a list of texts',
    ],
    [
      'kolla_container_engine: podman',
      '/etc/kolla/globals.yml:3:25 kolla_container_engine: is podman on ctl1, cmp1, mon1, and only docker is supported yet',
    ],
  ])("stands in Kolla's files: %s", async (globals, line) => {
    expect(await problemLines({ globals })).toEqual([line])
  })

  it('stands in the manifest where that overrides what Kolla has', async () => {
    const manifest = 'kolla: { overrides: { prometheus_cadvisor_port: high } }'
    const found = await problemLines({ manifest })
    expect(found).toEqual([
      'inventory.yml:3:49 kolla.overrides.prometheus_cadvisor_port: expected a port from 1 to 65535, found "high"',
    ])
  })

  it('is one line for a secret that could not be had', async () => {
    const manifest = 'grafana: { url: http://10.0.0.6:3000, auth: { bearer: "cmd:exit 3" } }'
    const [line] = await problemLines({ manifest })
    expect(line).toMatch(/^inventory\.yml:3:55 grafana\.auth\.bearer: /u)
  })
})
