import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/values/secret.ts'
import { cloudOf, GLOBALS, shown } from './cloud-of.ts'
import { multinode } from './shapes.ts'

describe('resolve', () => {
  const inventory = `${multinode('2025.1')}\n`

  it("gives Kolla's default, with the release it is of", () => {
    const { cloud } = cloudOf({ '/i/multinode': inventory })
    expect(shown(cloud?.resolve('mon1', 'prometheus_cadvisor_port'))).toBe(
      `"18080" from Kolla's default for 2025.1`,
    )
    expect(shown(cloud?.resolve('cmp2', 'prometheus_node_exporter_port'))).toBe(
      '19100 from /i/multinode:12:10',
    )
  })

  it('follows references and names the files they lead to', () => {
    const { cloud } = cloudOf({
      '/i/multinode': inventory,
      '/k/globals.d/a.yml': 'network_interface: bond1\n',
    })
    expect(cloud?.resolve('mon1', 'api_interface')).toEqual({
      known: true,
      value: 'bond1',
      origin: { kind: 'default', release: '2025.1' },
      through: [
        {
          key: 'network_interface',
          origin: { kind: 'file', at: { file: '/k/globals.d/a.yml', line: 1, column: 20 } },
        },
      ],
    })
  })

  it('lets overrides beat everything, as they stand', () => {
    const { cloud } = cloudOf(
      { '/i/multinode': inventory },
      { overrides: { prometheus_port: '{{ as it is }}' } },
    )
    expect(shown(cloud?.resolve('mon1', 'prometheus_port'))).toBe('"{{ as it is }}" from kolla.overrides')
  })

  it('lets globals.yml beat a host, which is warned of once', () => {
    const { cloud, problems } = cloudOf({
      '/i/multinode': inventory,
      '/k/globals.yml': `${GLOBALS}api_interface: bond2\n`,
    })
    expect(shown(cloud?.resolve('ctl01', 'api_interface'))).toBe('"bond2" from /k/globals.yml:2:16')
    expect(problems.filter((text) => text.includes('api_interface'))).toEqual([
      'warning /i/multinode:4:7 api_interface: the value here has no effect: /k/globals.yml:2:16 sets it for every host; remove the one that is not meant',
    ])
  })

  it("lets Kolla's own default beat [all:vars] and [group:vars], which is warned of", () => {
    const { cloud, problems } = cloudOf({ '/i/multinode': inventory })
    expect(shown(cloud?.resolve('cmp2', 'network_interface'))).toBe(`"eth0" from Kolla's default for 2025.1`)
    expect(problems.filter((text) => text.includes(' network_interface: '))).toHaveLength(1)
    expect(problems.some((text) => text.includes('nova_compute_virt_type'))).toBe(true)
  })

  it('lets group_vars of a group beat the default, and host_vars beat both', () => {
    const { cloud } = cloudOf({
      '/i/multinode': inventory,
      '/i/group_vars/compute.yml': 'network_interface: ens5\n',
      '/i/host_vars/cmp3/net.yml': 'network_interface: ens6\n',
      '/i/group_vars/all.yml': 'network_interface: never\n',
    })
    expect(shown(cloud?.resolve('cmp2', 'network_interface'))).toBe(
      '"ens5" from /i/group_vars/compute.yml:1:20',
    )
    expect(shown(cloud?.resolve('cmp3', 'network_interface'))).toBe(
      '"ens6" from /i/host_vars/cmp3/net.yml:1:20',
    )
    expect(shown(cloud?.resolve(undefined, 'network_interface'))).toBe(
      `"eth0" from Kolla's default for 2025.1`,
    )
  })

  it('works each variable out once, however often others mention it', () => {
    const pairs = Array.from({ length: 40 }, (_, at) => `v${at + 1}: "{{ v${at} if v${at} else v${at} }}"`)
    const { cloud } = cloudOf({
      '/i/multinode': inventory,
      '/k/globals.yml': `${GLOBALS}${pairs.join('\n')}\nv0: x\n`,
    })
    expect(cloud?.resolve('mon1', 'v40')).toMatchObject({ known: true, value: 'x' })
  })

  it.each(['{{ v }}{{ v }}', '{{ [v, v] }}', '{{ v ~ v }}'])(
    'refuses a value that doubles 40 times by %s',
    (twice) => {
      const pairs = Array.from({ length: 40 }, (_, at) => `v${at + 1}: "${twice.replaceAll('v', `v${at}`)}"`)
      const { cloud } = cloudOf({
        '/i/multinode': inventory,
        '/k/globals.yml': `${GLOBALS}${pairs.join('\n')}\nv0: x\n`,
      })
      expect(shown(cloud?.resolve('mon1', 'v40'))).toContain('holds a value of more than 1000000 characters')
    },
  )

  it.each([
    [
      'a: "{{ b }}"\nb: "{{ a }}"',
      'cycle: error /k/globals.yml:3:4 b: refers to itself: a → b → a, and a needs it; write the value under kolla.overrides.b in the manifest',
    ],
    [
      'a: "{{ b | ipaddr }}"\nb: x',
      'unsupported: error /k/globals.yml:2:4 a: holds the filter ipaddr with another query, which is not evaluated here; write the value under kolla.overrides.a in the manifest',
    ],
    [
      `a: "{{ lookup('env', 'HOME') }}"`,
      'unsupported: error /k/globals.yml:2:4 a: holds the call lookup(…), which is not evaluated here; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'a: "{% if x %}y{% endif %}"',
      'unsupported: error /k/globals.yml:2:4 a: holds a statement in {% … %}, which is not evaluated here; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'a: "{{ nowhere }}"',
      'undefined: error /k/globals.yml:2:4 a: refers to nowhere, which is set nowhere; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'b: 1',
      'undefined: error  a: a is set nowhere; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'a: "{{ ansible_facts.hostname }}"',
      'needs-node: warning /k/globals.yml:2:4 a: depends on ansible_facts.hostname, which only the node knows; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61',
      'encrypted: error /k/globals.yml:2:11 a: is encrypted with ansible-vault; write kolla.vault_password in the manifest, as file:/root/.vault-password, env:NAME or cmd:COMMAND',
    ],
    [`a: "{{ hostvars['cmp2'].prometheus_node_exporter_port }}"`, '19100 from /k/globals.yml:2:4'],
    [
      `a: "{{ hostvars[groups['network'][0]]['ansible_host'] }}:{{ b }}"\nb: 7`,
      '"192.0.2.21:7" from /k/globals.yml:2:4',
    ],
    [
      `a: "{{ hostvars['nobody'].ansible_host }}"`,
      'undefined: error /k/globals.yml:2:4 a: refers to ansible_host, which is set nowhere; write the value under kolla.overrides.a in the manifest',
    ],
    [
      `a: "{{ hostvars['net1'].b }}"\nb: "{{ hostvars['net1'].a }}"`,
      'cycle: error /k/globals.yml:2:4 a: refers to itself: hostvars[net1].b → hostvars[net1].a → hostvars[net1].b; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'a: "{{ hostvars }}"',
      'unsupported: error /k/globals.yml:2:4 a: holds hostvars as a whole, which is not evaluated here; write the value under kolla.overrides.a in the manifest',
    ],
    [
      'a: "{{ b | default(\'x\') }}"\nb: "{{ ansible_facts.nic.device }}"',
      'needs-node: warning /k/globals.yml:3:4 b: depends on ansible_facts.nic.device, which only the node knows, and a needs it; write the value under kolla.overrides.b in the manifest',
    ],
    ['a: !unsafe "{{ b }}"', '"{{ b }}" from /k/globals.yml:2:12'],
    ['a: "{{ inventory_hostname }}"', '"mon1" from /k/globals.yml:2:4'],
    [`a: "{{ 'x' if inventory_hostname in groups['monitoring'] else 'y' }}"`, '"x" from /k/globals.yml:2:4'],
    ['a: "{{ kolla_same_external_internal_vip }}"', 'true from /k/globals.yml:2:4'],
  ])('of %j says so', (text, expected) => {
    const { cloud } = cloudOf({ '/i/multinode': inventory, '/k/globals.yml': `${GLOBALS}${text}\n` })
    expect(shown(cloud?.resolve('mon1', 'a'))).toBe(expected)
  })

  it('knows that the API address is only known on the node', () => {
    const { cloud } = cloudOf({ '/i/multinode': inventory })
    expect(cloud?.resolve('mon1', 'api_interface_address')).toMatchObject({
      known: false,
      reason: 'needs-node',
    })
  })

  it('wraps passwords, and what is made of them', () => {
    const { cloud } = cloudOf({
      '/i/multinode': inventory,
      '/k/passwords.yml': 'prometheus_password: hunter2\nkolla_ssh_key: {private_key: abc}\n',
      '/k/globals.d/x.yml': 'made: "x-{{ prometheus_password }}"\n',
    })
    const made = cloud?.resolve('mon1', 'made')
    expect(made?.known === true && made.value instanceof Secret && made.value.reveal()).toBe('x-hunter2')
    const texts = ['prometheus_password', 'kolla_ssh_key', 'made'].map((key) =>
      JSON.stringify(cloud?.resolve('mon1', key)),
    )
    expect(texts.join('')).not.toMatch(/hunter2|abc/u)
  })

  it('says of a password in an encrypted file that it is encrypted, and of other keys what they are', () => {
    const { cloud } = cloudOf({
      '/i/multinode': inventory,
      '/k/passwords.yml': '$ANSIBLE_VAULT;1.1;AES256\n61\n',
    })
    expect(shown(cloud?.resolve('mon1', 'prometheus_password'))).toBe(
      'encrypted: error  prometheus_password: is in /k/passwords.yml, which is encrypted; write kolla.vault_password in the manifest, as file:/root/.vault-password, env:NAME or cmd:COMMAND',
    )
    expect(shown(cloud?.resolve('mon1', 'prometheus_port'))).toBe(`"9091" from Kolla's default for 2025.1`)
  })
})
