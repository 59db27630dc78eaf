import { describe, expect, it } from 'vitest'
import { type LoginDefaults, loginTo } from '../../src/fleet/login.ts'
import { type OpenSshAnswer, readOpenSshAnswer } from '../../src/fleet/openssh-answer.ts'
import type { SshConnection } from '../../src/kolla/connection.ts'
import type { SshSettings } from '../../src/manifest/settings.ts'

const SSH: SshSettings = {
  knownHosts: ['/known'],
  knownHostsWritten: false,
  hostKeys: 'strict',
  become: true,
}
const PLAIN: SshConnection = {
  transport: 'ssh',
  address: 'c1',
  keys: [],
  jumps: [],
  ignored: [],
  passwords: [],
}

function login(
  connection: Partial<SshConnection>,
  {
    ssh = {},
    answers = {},
  }: { readonly ssh?: Partial<SshSettings>; readonly answers?: Record<string, string> } = {},
) {
  const answered = new Map<string, OpenSshAnswer>(
    Object.entries(answers).map(([host, text]) => [host, readOpenSshAnswer(text)]),
  )
  const defaults: LoginDefaults = {
    ssh: { ...SSH, ...ssh },
    passphrase: undefined,
    home: '/nowhere',
    user: 'ops',
    openSsh: { answerFor: ({ host }) => answered.get(host) },
  }
  return loginTo({ ...PLAIN, ...connection }, defaults)
}

describe('a login', () => {
  it('is that of whoever runs kolla-mimir, where nobody says anything', () => {
    expect(login({})).toEqual({
      transport: 'ssh',
      address: 'c1',
      port: 22,
      user: 'ops',
      keys: [],
      identitiesOnly: false,
      knownHosts: ['/known'],
      hostKeys: 'strict',
      become: true,
    })
  })

  it('is as the manifest says, else as the inventory, else as OpenSSH', () => {
    const answers = { c1: 'hostname 192.0.2.1\nuser third\nport 3\n' }
    expect(login({}, { answers })).toMatchObject({ address: '192.0.2.1', user: 'third', port: 3 })
    expect(login({ user: 'second', port: 2 }, { answers })).toMatchObject({ user: 'second', port: 2 })
    const ssh = { user: 'first', port: 1 }
    expect(login({ user: 'second', port: 2 }, { answers, ssh })).toMatchObject(ssh)
  })

  it('has what OpenSSH says of agents, aliases and known hosts', () => {
    const answers = {
      c1: 'hostname 192.0.2.1\nidentityagent ~/agent\nhostkeyalias %n\nuserknownhostsfile ~/.ssh/cloud\nidentitiesonly yes\n',
    }
    expect(login({}, { answers })).toMatchObject({
      agent: '/nowhere/agent',
      hostKeyAlias: 'c1',
      knownHosts: ['/nowhere/.ssh/cloud'],
      identitiesOnly: true,
    })
    expect(login({}, { answers, ssh: { knownHostsWritten: true } })).toMatchObject({ knownHosts: ['/known'] })
    expect(login({}, { answers: { c1: 'identityagent none\n' } })).toMatchObject({ address: 'c1', agent: '' })
  })

  it("goes through the manifest's jump hosts before any other, and through none for none", () => {
    const connection = { jumps: [{ host: 'a' }] }
    const answers = { c1: 'proxyjump z\n' }
    const jumpsOf = (ssh: Partial<SshSettings>, but: Partial<SshConnection> = connection) => {
      const found = login(but, { answers, ssh })
      return 'message' in found
        ? found.message
        : found.jumps?.map(({ user, address, port }) => `${user}@${address}:${port}`)
    }
    expect(jumpsOf({ jumps: ['x@m1:2200', 'm2'] })).toEqual(['x@m1:2200', 'ops@m2:22'])
    expect(jumpsOf({})).toEqual(['ops@a:22'])
    expect(jumpsOf({}, {})).toEqual(['ops@z:22'])
    expect(jumpsOf({ jumps: [] })).toBe(undefined)
  })

  it('goes to a jump host as OpenSSH does, and through its own jump hosts first', () => {
    const answers = {
      b: 'hostname 198.51.100.2\nuser gate\nport 2200\nproxyjump edge\n',
      edge: 'hostname 203.0.113.1\n',
    }
    const found = login({ jumps: [{ host: 'b' }, { host: 'inner', user: 'me' }], user: 'kolla' }, { answers })
    expect(found).toMatchObject({
      user: 'kolla',
      jumps: [
        { address: '203.0.113.1', user: 'ops', port: 22 },
        { address: '198.51.100.2', user: 'gate', port: 2200 },
        { address: 'inner', user: 'me', port: 22 },
      ],
    })
  })

  it('through jump hosts in a circle is an obstacle', () => {
    const answers = { a: 'proxyjump b\n', b: 'proxyjump a\n' }
    expect(login({ jumps: [{ host: 'a' }] }, { answers })).toEqual({
      message: 'is reached through jump hosts in a circle: a, b, a',
      remedy: 'correct ProxyJump in ssh_config, or set ssh.jump in the manifest',
    })
  })

  it('by a command has its tokens filled in, also before a jump host', () => {
    expect(login({ proxyCommand: 'nc %h %p', port: 23 })).toMatchObject({ proxyCommand: 'nc c1 23' })
    const answers = { b: 'hostname 198.51.100.2\nproxycommand corkscrew %h %p\n' }
    expect(login({ jumps: [{ host: 'b' }] }, { answers })).toMatchObject({
      proxyCommand: 'corkscrew 198.51.100.2 22',
      jumps: [{ address: '198.51.100.2' }],
    })
    expect(login({ proxyCommand: 'x %C' })).toMatchObject({
      message: expect.stringContaining('token') as unknown,
    })
  })
})
