import { describe, expect, it } from 'vitest'
import { DEFAULT_SHAPE, fleetOf } from '../base/fleet-spec.ts'
import { newPasswords } from '../operator/passwords.ts'
import { seedFiles } from './node-files.ts'

const nodes = fleetOf(DEFAULT_SHAPE, 7)

function filesOf(name: string): Map<string, string> {
  const node = nodes.find((one) => one.name === name)
  if (!node) throw new Error(`no ${name} in the default fleet`)
  const secrets = {
    passwords: newPasswords(),
    prometheusHash: '$2b$08$hash',
    authorizedKey: 'ssh-ed25519 AAAA lab\n',
  }
  const files = seedFiles({ ...secrets, node, nodes, subnet: 7 })
  return new Map(files.map(({ path, content }) => [path, content]))
}

describe('what makes a node this node', () => {
  it('is its name, and the names of the others and of the registry', () => {
    expect(filesOf('cmp1').get('etc/hostname')).toBe('cmp1\n')
    expect(filesOf('cmp1').get('etc/hosts')).toBe(
      [
        '127.0.0.1 localhost',
        '10.78.7.11 ctl1',
        '10.78.7.101 cmp1',
        '10.78.7.102 cmp2',
        '10.78.7.4 quay.io registry.lab',
        '',
      ].join('\n'),
    )
  })

  it('is the key that opens root and kolla', () => {
    for (const home of ['root', 'home/kolla']) {
      expect(filesOf('cmp1').get(`${home}/.ssh/authorized_keys`)).toBe('ssh-ed25519 AAAA lab\n')
    }
  })

  it('is a Docker engine as Kolla sets it', () => {
    expect(JSON.parse(filesOf('ctl1').get('etc/docker/daemon.json') ?? '')).toMatchObject({
      bridge: 'none',
      iptables: false,
      'ip-forward': false,
      'insecure-registries': ['quay.io', 'registry.lab'],
    })
  })

  it('is the configuration of the services of its role', () => {
    expect(filesOf('ctl1').has('etc/kolla/prometheus-server/web.yml')).toBe(true)
    expect([...filesOf('cmp1').keys()].filter((path) => path.startsWith('etc/kolla/')).sort()).toEqual([
      'etc/kolla/prometheus-cadvisor/config.json',
      'etc/kolla/prometheus-node-exporter/config.json',
    ])
  })
})
