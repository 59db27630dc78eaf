import { describe, expect, it } from 'vitest'
import { cloudOf, shown } from './cloud-of.ts'

const KAYOBE = {
  '/e/kolla.yml': '',
  '/e/networks.yml': '',
  '/e/kolla/globals.yml': 'a: 1\n{% raw %}\nb: "{{ c }}"\n{% endraw %}\n',
  '/e/inventory': '[controllers]\nc1\n[overcloud:children]\ncontrollers\n[network:children]\ncontrollers\n',
}
const LET_KAYOBE = `let Kayobe write them: kayobe kolla ansible run prechecks; then give --configdir "\${KOLLA_CONFIG_PATH:-/etc/kolla}" and -i "\${KOLLA_CONFIG_PATH:-/etc/kolla}/inventory/overcloud"`

describe("Kayobe's configuration", () => {
  it.each(['/e', '/e/kolla'])('at %s is named once, with what to give instead', (configdir) => {
    const { problems } = cloudOf(KAYOBE, { configdir, inventory: ['/e/inventory'] })
    const file = configdir === '/e' ? '/e' : '/e/kolla/globals.yml'
    expect(problems.filter((text) => text.startsWith('error'))).toEqual([
      `error ${file} : found Kayobe's configuration, of which Kayobe makes Kolla's files; ${LET_KAYOBE}`,
    ])
  })

  it('is known by its environments, too', () => {
    const files = { ...KAYOBE, '/e/environments/lab/kolla/globals.yml': 'a: 1\n' }
    const { cloud } = cloudOf(files, { configdir: '/e/environments/lab/kolla', inventory: ['/e/inventory'] })
    expect(cloud).toBeUndefined()
  })

  it('is known by its inventory alone', () => {
    const { problems } = cloudOf(KAYOBE, { inventory: ['/e/inventory'] })
    expect(problems).toEqual([
      `error /e/inventory : found Kayobe's inventory (overcloud, controllers), of which Kayobe makes Kolla's; ${LET_KAYOBE}`,
    ])
  })

  it('elsewhere is a template, which is said once, wherever its YAML breaks', () => {
    const { problems } = cloudOf({
      '/i/multinode': '[control]\nc1\n',
      '/k/globals.yml': 'a: 1\nb\n{% raw %}\n',
    })
    expect(problems.filter((text) => text.startsWith('error'))).toEqual([
      'error /k/globals.yml:3:1 : found a template ({% …), not YAML; give the folder of the file that is made of it; Kayobe keeps that in $KOLLA_CONFIG_PATH',
    ])
  })
})

describe("OSISM's configuration", () => {
  const osism = {
    '/o/environments/configuration.yml': 'kolla_internal_vip_address: 192.0.2.10\n',
    '/o/environments/kolla/configuration.yml': 'prometheus_cadvisor_port: 18081\n',
    '/o/environments/kolla/secrets.yml': '$ANSIBLE_VAULT;1.1;AES256\n61\n',
    '/o/environments/manager/configuration.yml': 'openstack_version: 2025.1\n',
    '/o/inventory/20-roles':
      '[control]\nc1\n[network:children]\ncontrol\n[compute]\nn1\n[monitoring]\nm1\n[storage]\n',
    '/o/inventory/group_vars/all.yml': 'network_interface: bond7\n',
  }
  const read = () => cloudOf(osism, { configdir: '/o/environments/kolla', inventory: ['/o/inventory'] })

  it("is read, with OSISM's defaults below its inventory, and Kolla's usual groups", () => {
    const { cloud, problems } = read()
    expect(problems).toEqual([])
    expect(cloud?.release).toBe('2025.1')
    expect(cloud?.nodes.map(({ name }) => name)).toEqual(['c1', 'n1', 'm1'])
    expect(cloud?.groups.get('prometheus-libvirt-exporter')).toEqual(['n1'])
    expect(shown(cloud?.resolve('c1', 'api_interface'))).toBe(`"bond7" from Kolla's default for 2025.1`)
    expect(shown(cloud?.resolve('c1', 'prometheus_cadvisor_port'))).toBe(
      '18081 from /o/environments/kolla/configuration.yml:1:27',
    )
    expect(shown(cloud?.resolve('c1', 'enable_prometheus'))).toBe(`"yes" from Kolla's default for 2025.1`)
  })
})
