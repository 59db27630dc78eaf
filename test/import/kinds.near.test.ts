import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { role } from '../../roles/mimir-worker/role.ts'
import { readInputs } from '../../src/cli/inputs.ts'
import { main } from '../../src/cli/main.ts'
import { type Cloud, type KollaSources, readCloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files/files.ts'
import { knownKeys } from '../../src/kolla/releases/defaults.ts'
import { isRecord, listOf } from '../../src/values/json.ts'
import { Secret } from '../../src/values/secret.ts'
import { defaultLine, installedAnsible, run } from '../kolla/ansible.ts'
import { multinode } from '../kolla/shapes.ts'

const { python, skipped } = installedAnsible()

let root: string
let stderr: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinds-'))
  stderr = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text)
    return true
  })
  vi.stubEnv('PATH', `${join(root, 'nothing')}:/usr/bin:/bin`)
  vi.stubEnv('ANSIBLE_VAULT_PASSWORD_FILE', undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

const at = (name: string): string => join(root, name)

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), text)
  }
}

const MANIFEST = 'inventory.yml'

async function imported(inventory = 'site/multinode'): Promise<{ code: number; last: string }> {
  stderr = ''
  rmSync(at(MANIFEST), { force: true })
  const words = ['--configdir', at('kolla'), '-i', at(inventory), '--mimir-url', 'http://10.0.0.5:9009']
  const code = await main('import', role, [...words, '--lang=en', '--out', at(MANIFEST)])
  return { code, last: (stderr.trimEnd().split('\n').at(-1) ?? '').replaceAll(root, '') }
}

const NEXT = `wrote /${MANIFEST}; next: npx zx scripts/prechecks.mjs /${MANIFEST}`

/** What the verb that comes next finds wrong with the manifest, before it would dial. */
async function refusals(): Promise<readonly string[]> {
  const args = { manifest: at(MANIFEST), limit: undefined, kollaInventory: [], configdir: undefined }
  const read = await readInputs(args, role, 'prechecks', (order) => order)
  return read.ok
    ? []
    : read.failure.problems.filter((one) => one.severity === 'error').map((one) => one.message)
}

function cloudOf(inventory: string, more: Partial<KollaSources> = {}): Cloud {
  const { cloud } = readCloud({ configdir: at('kolla'), inventory: [at(inventory)], ...more }, diskReader)
  if (cloud === undefined) throw new Error('no cloud')
  return cloud
}

/** What the real Ansible makes of some variables on the hosts of a pattern, with Kolla's defaults as Kolla has them. */
async function ansibleSays(
  inventory: string,
  keys: readonly string[],
  { pattern = 'all', extra = [] as readonly string[], files = ['kolla/globals.yml'] } = {},
): Promise<Record<string, Record<string, unknown>>> {
  const defaults = knownKeys().filter(
    (key) => key !== 'api_interface_address' && !key.endsWith('internal_vip'),
  )
  write({ 'play/group_vars/all.yml': `${defaults.flatMap(defaultLine).join('\n')}\n` })
  const message = `{{ {${keys.map((key) => `'${key}': ${key}`).join(', ')}} | to_json }}`
  const given = [
    ...files.flatMap((file) => ['-e', `@${at(file)}`]),
    '-e',
    `CONFIG_DIR=${at('kolla')}`,
    ...extra,
  ]
  const words = [pattern, '-i', at(inventory), ...given, '--playbook-dir', at('play'), '-o', '-m', 'debug']
  const printed = await run('ansible', [...words, '-a', JSON.stringify({ msg: message })])
  return Object.fromEntries(
    printed
      .trim()
      .split('\n')
      .map((line) => {
        const { host = '', json = '' } = /^(?<host>\S+) \| \w+ => (?<json>.*)$/u.exec(line)?.groups ?? {}
        const said: unknown = JSON.parse(json)
        const msg = isRecord(said) ? said['msg'] : undefined
        return [host, typeof msg === 'string' ? JSON.parse(msg) : msg]
      }),
  )
}

function ours(cloud: Cloud, hosts: readonly string[], keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    hosts.map((host) => [host, Object.fromEntries(keys.map((key) => [key, valueOn(cloud, host, key)]))]),
  )
}

function valueOn(cloud: Cloud, host: string, key: string): unknown {
  const resolved = cloud.resolve(host, key)
  if (!resolved.known) return `not known: ${resolved.problem.message}`
  return resolved.value instanceof Secret ? resolved.value.reveal() : resolved.value
}

/** Group → its hosts, as ansible-inventory has them. */
async function groupsOf(
  inventory: string,
  names: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const listed: unknown = JSON.parse(await run('ansible-inventory', ['-i', at(inventory), '--list']))
  const namesIn = (name: string, key: string): string[] => {
    const group = isRecord(listed) ? listed[name] : undefined
    return isRecord(group) ? listOf(group, key).map(String) : []
  }
  const below = (name: string): string[] => [
    ...namesIn(name, 'hosts'),
    ...namesIn(name, 'children').flatMap(below),
  ]
  return Object.fromEntries(names.map((name) => [name, [...new Set(below(name))].sort()]))
}

const ON = 'enable_prometheus: "yes"\nkolla_internal_vip_address: 192.0.2.10\n'
const KNOWN = 'openstack_release: "2025.1"\n'

describe.skipIf(python === '')(`a cloud of five kinds${skipped}`, () => {
  it('whose nodes are not all in baremetal, and whose inventory lacks groups', async () => {
    const text = [
      '[control]\nctl[1:2] ansible_user=kolla\n[network:children]\ncontrol\n[compute]\ncmp[1:3]\n[monitoring]\nctl1',
      '[storage]\nceph1\n[baremetal:children]\ncontrol\n[prometheus-node-exporter:children]\nbaremetal\ncompute\nstorage',
      '[prometheus-node-exporter]\nfs1 network_interface=ens9\n[prometheus-libvirt-exporter:children]\ncompute',
      '[prometheus-openstack-exporter:children]\nmonitoring\n[deployment]\nlocalhost ansible_connection=local',
      '[office]\nprinter1\n',
    ].join('\n')
    write({
      'site/multinode': text,
      'site/group_vars/compute.yml': 'prometheus_node_exporter_port: 19100\nnetwork_interface: ens5\n',
      'site/host_vars/cmp3/net.yml': 'network_interface: ens6\n',
      'kolla/globals.yml': ON,
      'kolla/globals.d/10-release.yml': KNOWN,
    })
    expect(await imported()).toEqual({ code: 0, last: NEXT })
    expect(await refusals()).toEqual([])
    expect(stderr).toContain('found 7 nodes: ceph1, cmp[1-3], ctl[1-2], fs1\n')
    expect(stderr).toContain('no nodes, as Kolla puts no exporter on them: printer1 (office);')
    expect(stderr).toContain('the inventory has no groups prometheus-cadvisor, ')
    expect(stderr).not.toContain('exporter cadvisor')
    const cloud = cloudOf('site/multinode')
    const names = ['prometheus-node-exporter', 'prometheus-libvirt-exporter', 'prometheus-openstack-exporter']
    const mine = names.map((name) => [name, [...(cloud.groups.get(name) ?? [])].sort()])
    expect(Object.fromEntries(mine)).toEqual(await groupsOf('site/multinode', names))
    const keys = ['network_interface', 'api_interface', 'prometheus_node_exporter_port']
    const hosts = cloud.nodes.map(({ name }) => name)
    const files = ['kolla/globals.yml', 'kolla/globals.d/10-release.yml']
    expect(ours(cloud, hosts, keys)).toMatchObject(
      await ansibleSays('site/multinode', keys, { pattern: hosts.join(','), files }),
    )
  }, 60_000)

  it('whose interfaces are facts, and whose addresses are variables of other hosts', async () => {
    const vip = `kolla_internal_vip_address: "{{ hostvars[groups['control'][0]]['ansible_host'] }}"\n`
    write({
      'site/multinode': multinode('2025.1').replace(
        'ctl[01:03] ansible_user=kolla',
        'ctl01 ansible_host=192.0.2.11\nctl[02:03]',
      ),
      'kolla/globals.yml': `${KNOWN}enable_prometheus: "yes"\n${vip}network_interface: "{{ ansible_facts['default_ipv4']['interface'] }}"\nnext_port: "{{ hostvars['cmp2'].prometheus_node_exporter_port | string }}"\n`,
    })
    expect(await imported()).toEqual({ code: 0, last: NEXT })
    expect(await refusals()).toEqual([])
    const cloud = cloudOf('site/multinode')
    const keys = ['kolla_internal_vip_address', 'kolla_internal_fqdn', 'next_port']
    const hosts = ['ctl01', 'cmp2', 'mon1']
    expect(ours(cloud, hosts, keys)).toEqual(
      await ansibleSays('site/multinode', keys, { pattern: hosts.join(',') }),
    )
    expect(cloud.resolve('mon1', 'api_interface')).toMatchObject({ fact: ['default_ipv4', 'interface'] })
    write({
      'kolla/globals.yml': `${KNOWN}${ON}network_interface: "{{ ansible_facts.interfaces | first }}"\n`,
    })
    expect(await imported()).toEqual({
      code: 5,
      last: `wrote /${MANIFEST}; next: /kolla/globals.yml:4: write it in the inventory's host_vars, or under kolla.overrides.network_interface in the manifest; then: npx zx scripts/prechecks.mjs /${MANIFEST}`,
    })
    expect(await refusals()).toHaveLength(1)
  }, 60_000)

  it('whose files are in vaults', async () => {
    write({
      'vault-password': 'correct horse\n',
      'site/multinode': multinode('2025.1'),
      'kolla/globals.yml': `${KNOWN}${ON}`,
      'kolla/passwords.yml': 'prometheus_password: pr0m\nodd_password: "{{ prometheus_password }}-ä"\n',
    })
    const vault = ['--vault-password-file', at('vault-password')]
    await run('ansible-vault', ['encrypt', at('kolla/passwords.yml'), ...vault])
    const line = await run('ansible-vault', [
      'encrypt_string',
      ...vault,
      '--name',
      'kolla_external_fqdn',
      'cloud.example',
    ])
    write({ 'kolla/globals.d/20-fqdn.yml': `${line}\n` })
    const files = ['kolla/globals.yml', 'kolla/passwords.yml', 'kolla/globals.d/20-fqdn.yml']
    const keys = ['prometheus_password', 'odd_password', 'kolla_external_fqdn']
    const theirs = await ansibleSays('site/multinode', keys, { pattern: 'mon1', extra: vault, files })
    const mine = cloudOf('site/multinode', { vault: new Secret('correct horse') })
    expect(ours(mine, ['mon1'], keys)).toEqual(theirs)
    expect(theirs['mon1']).toMatchObject({
      prometheus_password: 'pr0m',
      kolla_external_fqdn: 'cloud.example',
    })
    const wrong = cloudOf('site/multinode', { vault: new Secret('battery staple') }).resolve(
      'mon1',
      'prometheus_password',
    )
    expect(wrong).toMatchObject({ known: false, reason: 'encrypted' })
    await run('ansible-vault', ['encrypt', at('kolla/globals.yml'), ...vault])
    expect(await imported()).toEqual({
      code: 2,
      last: 'nothing was written; next: /kolla/globals.yml: write kolla.vault_password in the manifest, as file:/root/.vault-password, or set ANSIBLE_VAULT_PASSWORD_FILE; then run import again',
    })
    vi.stubEnv('ANSIBLE_VAULT_PASSWORD_FILE', at('vault-password'))
    expect(await imported()).toEqual({ code: 0, last: NEXT })
    expect(await refusals()).toEqual([])
    expect(stderr).not.toMatch(/pr0m|horse/u)
  }, 60_000)

  it('whose files name no release', async () => {
    const services = Array.from({ length: 80 }, (_, index) => `service-${index}`)
    const since = ['skyline', 'letsencrypt', ...services]
      .map((group) => `[${group}:children]\ncontrol\n`)
      .join('')
    write({
      'site/multinode': `${multinode('2025.1')}${since}`,
      'kolla/globals.yml': `openstack_release: master\n${ON}`,
    })
    const ask = `/${MANIFEST}:7: remove the # if the release is 2025.1, or write the one that deployed the cloud`
    expect(await imported()).toEqual({
      code: 5,
      last: `wrote /${MANIFEST}; next: ${ask}; then: npx zx scripts/prechecks.mjs /${MANIFEST}`,
    })
    expect(stderr).toContain('the list of exporters is incomplete; not known yet where these run: ')
    expect(stderr.match(/the release of Kolla is not known/gu)).toHaveLength(1)
    expect(await refusals()).toHaveLength(1)
    expect(readFileSync(at(MANIFEST), 'utf8')).toContain(
      'A guess: the inventory has the group valkey (since 2025.1), lacks ironic-dnsmasq (since 2025.2)',
    )
    writeFileSync(at(MANIFEST), readFileSync(at(MANIFEST), 'utf8').replace('  #release', '  release'))
    expect(await refusals()).toEqual([])
    write({ 'kolla/globals.yml': `openstack_release: zed\n${ON}` })
    expect(await imported()).toEqual({
      code: 2,
      last: 'nothing was written; next: /kolla/globals.yml:1: upgrade the cloud to 2023.1 or newer first; if it is newer already, say so with kolla.release in the manifest or --release of import; then run import again',
    })
  }, 60_000)

  it('that has nothing to scrape, until the change that is asked for is made', async () => {
    write({ 'site/multinode': multinode('2023.1'), 'kolla/globals.yml': 'openstack_release: "2023.1"\n' })
    const change =
      'enable_prometheus: "yes", enable_prometheus_server: "no" and enable_prometheus_alertmanager: "no"'
    expect(await imported()).toEqual({
      code: 5,
      last: `wrote /${MANIFEST}; next: enable_prometheus: write ${change} in /kolla/globals.yml, then: kolla-ansible deploy -i /site/multinode --tags prometheus (loadbalancer, rabbitmq and common, too, for the metrics of HAProxy, RabbitMQ and Fluentd); then: npx zx scripts/prechecks.mjs /${MANIFEST}`,
    })
    expect(stderr).toContain('no exporter is enabled')
    expect(await refusals()).toHaveLength(1)
    const lines = change.replace(' and ', ', ').replaceAll(', ', '\n')
    write({
      'kolla/globals.yml': `openstack_release: "2023.1"\n${lines}\nkolla_internal_vip_address: 192.0.2.10\n`,
    })
    expect(await imported()).toEqual({ code: 0, last: NEXT })
    expect(await refusals()).toEqual([])
    const { 'prometheus-haproxy-exporter': hosts = [] } = await groupsOf('site/multinode', [
      'prometheus-haproxy-exporter',
    ])
    expect(hosts).toEqual(['net1', 'net2'])
    expect(stderr).toContain('exporter haproxy: net[1-2] (2)\n')
    expect(stderr).not.toMatch(/exporter (?:alertmanager|prometheus_server)/u)
  }, 60_000)
})
