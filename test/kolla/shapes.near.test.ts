import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readCloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files/files.ts'
import { hostsOf } from '../../src/kolla/inventory/inventory.ts'
import { readInventories } from '../../src/kolla/inventory/sources.ts'
import { knownKeys, kollaDefault } from '../../src/kolla/releases/defaults.ts'
import { RELEASES } from '../../src/kolla/releases/release.ts'
import type { Resolved } from '../../src/kolla/resolve.ts'
import { defaultLine, installedAnsible, run } from './ansible.ts'
import { allInOne, multinode } from './shapes.ts'

const { python, skipped } = installedAnsible()
const root = mkdtempSync(join(tmpdir(), 'kolla-shapes-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

function write(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

describe.skipIf(python === '')(`Kolla's shapes${skipped}`, () => {
  it.each(RELEASES)(
    'of %s are what ansible-inventory --list shows, also when read from its list',
    async (release) => {
      for (const [name, text] of [
        ['multinode', multinode(release)],
        ['all-in-one', allInOne(release)],
      ] as const) {
        const file = write(`${release}/${name}`, text)
        const listed = await run('ansible-inventory', ['-i', file, '--list', '--export'])
        const list = write(`${release}/${name}.json`, listed)
        expect(JSON.parse(listed)).toMatchObject({ _meta: { hostvars: hostVariables(file) } })
        expect(hostVariables(list)).toEqual(hostVariables(file))
        expect(members(list)).toEqual(members(file))
      }
    },
    120_000,
  )

  it('give a debug task the variables that resolve gives', async () => {
    const file = write('debug/multinode', multinode('2025.1'))
    const globals = write('debug/kolla/globals.yml', GLOBALS)
    const keys = knownKeys().filter(
      (key) => typeof kollaDefault(key, '2025.1') === 'object' && key !== 'api_interface_address',
    )
    write('debug/play/group_vars/all.yml', `${keys.flatMap(defaultLine).join('\n')}\n`)
    const message = `{{ {${keys.map((key) => `'${key}': ${key} | string`).join(', ')}} | to_json }}`
    const configdir = join(root, 'debug/kolla')
    const extra = ['-e', `@${globals}`, '-e', `CONFIG_DIR=${configdir}`]
    write('debug/collections/ansible_collections/ansible/utils/plugins/filter/ipaddr.py', IPADDR)
    const words = ['baremetal', '-i', file, ...extra, '--playbook-dir', join(root, 'debug/play')]
    const debug = ['ansible', ...words, '-o', '-m', 'debug', '-a', JSON.stringify({ msg: message })]
    const collections = `ANSIBLE_COLLECTIONS_PATH=${join(root, 'debug/collections')}`
    const printed = await run('env', [collections, ...debug])
    const { cloud } = readCloud({ configdir, inventory: [file], release: '2025.1' }, diskReader)
    const ours = (cloud?.nodes ?? []).map(({ name }): [string, unknown] => [
      name,
      Object.fromEntries(keys.map((key) => [key, printedAsText(cloud?.resolve(name, key))])),
    ])
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(printed.trim().split('\n').map(messageOf)))
    expect(ours).toHaveLength(17)
  }, 180_000)
})

/** Of ansible.utils, which ansible-core does not bring, what Kolla's defaults ask of it. */
const IPADDR = `
import ipaddress


def ipaddr(value, query=""):
    assert query == "address"
    try:
        return str(ipaddress.ip_interface(value).ip)
    except ValueError:
        return False


class FilterModule:
    def filters(self):
        return {"ipaddr": ipaddr}
`

const GLOBALS = `
kolla_internal_vip_address: 192.0.2.10
kolla_external_vip_address: 198.51.100.10
kolla_enable_tls_internal: yes
enable_prometheus: "yes"
enable_central_logging: true
prometheus_scrape_interval: 30s
kolla_base_distro: ubuntu
openstack_tag_suffix: -aarch64
`

/** One line of `ansible -o`: the host and what debug said. */
function messageOf(line: string): [string, unknown] {
  const { host = '', json = '' } = /^(?<host>\S+) \| \w+ => (?<json>.*)$/u.exec(line)?.groups ?? {}
  const said: unknown = JSON.parse(json)
  const message: unknown = typeof said === 'object' && said !== null && 'msg' in said ? said.msg : undefined
  return [host, JSON.parse(String(message))]
}

function hostVariables(file: string): Record<string, unknown> {
  const { inventory } = readInventories([file], diskReader)
  return Object.fromEntries(
    [...inventory.hosts]
      .filter(([, variables]) => variables.size > 0)
      .map(([host, variables]) => [
        host,
        Object.fromEntries([...variables].map(([key, { value }]) => [key, value])),
      ]),
  )
}

function members(file: string): Record<string, readonly string[]> {
  const { inventory } = readInventories([file], diskReader)
  const names = [...inventory.groups.keys()].filter((name) => hostsOf(inventory, name).length > 0)
  return Object.fromEntries(names.map((name) => [name, hostsOf(inventory, name).sort()]))
}

function printedAsText(resolved: Resolved | undefined): string {
  if (!resolved?.known) return `unresolved: ${resolved?.problem.message}`
  const { value } = resolved
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value === null) return 'None'
  const text = JSON.stringify(value)
  return typeof value === 'object'
    ? text.replaceAll('"', "'").replaceAll(':', ': ').replaceAll(',', ', ')
    : text.replaceAll('"', '')
}
