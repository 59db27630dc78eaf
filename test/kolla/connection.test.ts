import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSshArguments } from '../../src/kolla/ssh-options.ts'
import { cloudOf } from './cloud-of.ts'
import { sentence } from './sentence.ts'

function connection(variables: string, more: Readonly<Record<string, string>> = {}) {
  const { cloud } = cloudOf({ '/i/multinode': `[control]\nc1 ${variables}\n`, ...more })
  return cloud?.hosts[0]?.connection
}

function refusal(variables: string): string {
  const found = connection(variables)
  return found?.transport === 'refused' ? sentence(found.problem) : `not refused: ${JSON.stringify(found)}`
}

const PLAIN = { transport: 'ssh', address: 'c1', keys: [], jumps: [], ignored: [], passwords: [] }

describe('a connection', () => {
  it.each([
    ['', PLAIN],
    ['ansible_host=192.0.2.1', { ...PLAIN, address: '192.0.2.1' }],
    ['ansible_host=fd00::1 ansible_port=2222', { ...PLAIN, address: 'fd00::1', port: 2222 }],
    ['ansible_user=kolla', { ...PLAIN, user: 'kolla' }],
    ['ansible_ssh_user=kolla ansible_ssh_port=23', { ...PLAIN, user: 'kolla', port: 23 }],
    ['ansible_ssh_private_key_file=~/.ssh/k', { ...PLAIN, keys: ['~/.ssh/k'] }],
    ['ansible_private_key_file=/k', { ...PLAIN, keys: ['/k'] }],
    ['ansible_become=yes', { ...PLAIN, become: true }],
    ['ansible_become=False ansible_become_method=sudo ansible_become_user=root', { ...PLAIN, become: false }],
    ['ansible_connection=local', { transport: 'local', passwords: [] }],
    ['ansible_connection=ansible.builtin.ssh', PLAIN],
    ['ansible_connection=smart', PLAIN],
    [
      `ansible_ssh_common_args='-o ProxyJump=ops@bastion:2200'`,
      { ...PLAIN, jumps: [{ host: 'bastion', user: 'ops', port: 2200 }] },
    ],
    [
      `ansible_ssh_common_args='-J a,b' ansible_ssh_extra_args='-p 2022'`,
      { ...PLAIN, jumps: [{ host: 'a' }, { host: 'b' }], port: 2022 },
    ],
    [`ansible_ssh_common_args='-o Port=1 -o User=u' ansible_port=22`, { ...PLAIN, port: 22, user: 'u' }],
    [
      `ansible_ssh_common_args='-o StrictHostKeyChecking=no'`,
      { ...PLAIN, ignored: ['StrictHostKeyChecking'] },
    ],
    ['ansible_host="{{ inventory_hostname }}.example.org"', { ...PLAIN, address: 'c1.example.org' }],
    ['ansible_python_interpreter=/usr/bin/python3', PLAIN],
  ])('with %j is understood', (variables, expected) => {
    expect(connection(variables)).toEqual(expected)
  })

  it('names the passwords that are set, whatever they are, and never their values', () => {
    const found = connection(`ansible_ssh_pass=hunter2 ansible_become_password='{{ nowhere }}'`)
    expect(found).toEqual({ ...PLAIN, passwords: ['ansible_ssh_pass', 'ansible_become_password'] })
  })

  it('is not refused for a password that is encrypted, nor for all passwords of the cloud being so', () => {
    const vault = '!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61\n'
    const files = {
      '/i/host_vars/c1.yml': `ansible_become_password: ${vault}`,
      '/k/passwords.yml': '$ANSIBLE_VAULT;1.1;AES256\n61\n',
    }
    expect(connection('ansible_user=kolla', files)).toEqual({
      ...PLAIN,
      user: 'kolla',
      passwords: ['ansible_become_password'],
    })
    expect(connection('', { '/k/passwords.yml': '$ANSIBLE_VAULT;1.1;AES256\n61\n' })).toEqual(PLAIN)
  })

  it('with passwords is told once that they are not used', () => {
    const { problems } = cloudOf({
      '/i/multinode':
        '[control]\nc[1:9] ansible_password=hunter2\n[compute]\nn1 ansible_become_pass=hunter3\n',
    })
    expect(problems.filter((text) => text.includes('password'))).toEqual([
      'warning  ansible_password: passwords are not used: ansible_password, ansible_become_pass of 10 hosts; give the login user a key and sudo without a password',
    ])
  })

  it('comes from globals.yml too, which beats the host', () => {
    expect(connection('ansible_user=a', { '/k/globals.yml': 'ansible_user: b\n' })).toEqual({
      ...PLAIN,
      user: 'b',
    })
  })

  it.each([
    [
      'ansible_connection=containers.podman.podman',
      'error /i/multinode:2:4 ansible_connection: c1: found the connection containers.podman.podman; only ssh and local are supported; leave the host out with --limit, or make it reachable by ssh',
    ],
    [
      'ansible_become_method=su',
      'error /i/multinode:2:4 ansible_become_method: c1: found su; only sudo is supported; correct it, or leave the host out with --limit',
    ],
    [
      'ansible_become_user=kolla',
      'error /i/multinode:2:4 ansible_become_user: c1: found kolla; a worker is set up as root; correct it, or leave the host out with --limit',
    ],
    [
      'ansible_port=99999',
      'error /i/multinode:2:4 ansible_port: c1: the port is no number from 1 to 65535; correct it, or leave the host out with --limit',
    ],
    [
      `ansible_ssh_common_args='-o LocalCommand="sshpass -p hunter2 nc %h %p"'`,
      'error /i/multinode:2:4 ansible_ssh_common_args: c1: found -o LocalCommand=…, which is not understood; only jump hosts, a ProxyCommand, a configuration, port, user and key are taken over; write the rest under ssh in the manifest',
    ],
    [
      `ansible_ssh_common_args=-L1:2:3`,
      'error /i/multinode:2:4 ansible_ssh_common_args: c1: found -L, which is not understood; only jump hosts, a ProxyCommand, a configuration, port, user and key are taken over; write the rest under ssh in the manifest',
    ],
    [
      `ansible_host="{{ lookup('env', 'H') }}"`,
      'error /i/multinode:2:4 ansible_host: c1: holds the call lookup(…), which is not evaluated here; write the value itself in the inventory, or leave the host out with --limit',
    ],
  ])('with %j is refused by name', (variables, expected) => {
    expect(refusal(variables)).toBe(expected)
  })

  it('with host key options is told once that the manifest decides them', () => {
    const { problems } = cloudOf({
      '/i/multinode': `[control]\nc[1:9] ansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'\n`,
    })
    expect(problems.filter((text) => text.includes('StrictHostKeyChecking'))).toEqual([
      'warning  ansible_ssh_common_args: host key options are not taken over: StrictHostKeyChecking, UserKnownHostsFile; host keys are checked as ssh.host_keys and ssh.known_hosts in the manifest say',
    ])
  })
})

describe('arguments of ssh', () => {
  it.each([
    ['-o ProxyCommand="ssh -W %h:%p -q ops@bastion"', [{ host: 'bastion', user: 'ops' }]],
    [`-o 'ProxyCommand ssh -p 2200 -W %h:%p bastion'`, [{ host: 'bastion', port: 2200 }]],
    [
      `-oProxyCommand='/usr/bin/ssh -l ops -W [%h]:%p -o StrictHostKeyChecking=no bastion'`,
      [{ host: 'bastion', user: 'ops' }],
    ],
    ['-J [fd00::1]:22', [{ host: 'fd00::1', port: 22 }]],
    ['-o proxyjump=none -J late', []],
    ['-C -o ControlMaster=auto -o ControlPersist=60s', []],
  ])('%j lead through the right jump hosts', (text, jumps) => {
    expect(readSshArguments(text)).toMatchObject({ ok: true, options: { jumps } })
  })

  it.each([
    ['-o ProxyCommand="ssh -i key -W %h:%p b"', { proxyCommand: 'ssh -i key -W %h:%p b' }],
    ['-o ProxyCommand="nc %h %p" -J late', { proxyCommand: 'nc %h %p', jumps: [] }],
    ['-F ssh.cfg', { configFile: 'ssh.cfg' }],
  ])('%j lead there by OpenSSH', (text, options) => {
    expect(readSshArguments(text)).toMatchObject({ ok: true, options })
  })

  it.each(['-J', '-J a:0', '-L 1:2:3', '-o', 'bastion', '-o Whatever=1', '"open'])(
    '%j are refused',
    (text) => {
      expect(readSshArguments(text)).toMatchObject({ ok: false })
    },
  )

  it('of any text are understood or refused, never thrown at', () => {
    const part = fc.constantFrom(
      '-o',
      '-J',
      '-p',
      'ProxyCommand=',
      'ssh',
      '-W',
      '%h:%p',
      'a@b:1',
      ' ',
      '"',
      "'",
      '\\',
      '22',
      '=',
      ',',
      '[',
      ']',
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(typeof readSshArguments(parts.join('')).ok).toBe('boolean')
      }),
    )
  })
})
