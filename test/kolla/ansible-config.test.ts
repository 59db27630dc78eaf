import { describe, expect, it } from 'vitest'
import { type AnsiblePlace, readAnsibleConfig } from '../../src/kolla/ansible-config.ts'
import { cloudOf } from './cloud-of.ts'
import { memoryFiles } from './memory-files.ts'
import { sentence } from './sentence.ts'

const PLACE: AnsiblePlace = { env: {}, home: '/home/ops', folder: '/site', isOpen: false }

function read(files: Readonly<Record<string, string>>, place: Partial<AnsiblePlace> = {}) {
  const config = readAnsibleConfig({ ...PLACE, ...place }, memoryFiles(files))
  return {
    ...config,
    said: Object.fromEntries(
      [...config.variables].map(([key, { value, from }]) => [key, `${value} ${from}`]),
    ),
  }
}

const USER = (name: string) => `[defaults]\nremote_user = ${name}\n`

describe("Ansible's configuration", () => {
  it('is the first file that is there, in the order in which Ansible looks', () => {
    const files = {
      '/elsewhere/ansible.cfg': USER('a'),
      '/site/ansible.cfg': USER('b'),
      '/home/ops/.ansible.cfg': USER('c'),
      '/etc/ansible/ansible.cfg': USER('d'),
    }
    const user = (place: Partial<AnsiblePlace>, left: Readonly<Record<string, string>> = files) =>
      read(left, place).said['ansible_user']
    expect(user({ env: { ANSIBLE_CONFIG: '/elsewhere' } })).toBe('a /elsewhere/ansible.cfg:2')
    expect(user({ env: { ANSIBLE_CONFIG: '../elsewhere/ansible.cfg' } })).toBe('a /elsewhere/ansible.cfg:2')
    expect(user({})).toBe('b /site/ansible.cfg:2')
    expect(user({ isOpen: true })).toBe('c /home/ops/.ansible.cfg:2')
    expect(user({}, { '/etc/ansible/ansible.cfg': USER('d') })).toBe('d /etc/ansible/ansible.cfg:2')
    expect(user({}, {})).toBe(undefined)
  })

  it('has its values from the environment before the file', () => {
    const env = { ANSIBLE_REMOTE_USER: 'kolla', ANSIBLE_REMOTE_PORT: '2222', ANSIBLE_SSH_COMMON_ARGS: '' }
    const files = { '/site/ansible.cfg': `${USER('b')}[ssh_connection]\nssh_common_args = -J bastion\n` }
    expect(read(files, { env }).said).toEqual({
      ansible_user: 'kolla ANSIBLE_REMOTE_USER',
      ansible_port: '2222 ANSIBLE_REMOTE_PORT',
      ansible_ssh_common_args: '-J bastion /site/ansible.cfg:4',
    })
  })

  it('is read as configparser does it: comments, quotes, continued lines, spelling of names', () => {
    const text = [
      '# remote_user = nobody',
      '[Defaults]',
      'remote_user = other section',
      '[defaults]',
      'Remote_User: "kolla"   ; the one of kayobe',
      'private_key_file = ~/.ssh/cloud',
      '[ssh_connection]',
      'ssh_args = -o ControlMaster=auto',
      '    -o ControlPersist=60s',
      '',
    ].join('\n')
    expect(read({ '/site/ansible.cfg': text }).said).toEqual({
      ansible_user: 'kolla /site/ansible.cfg:5',
      ansible_private_key_file: '/home/ops/.ssh/cloud /site/ansible.cfg:6',
      ansible_ssh_args: '-o ControlMaster=auto -o ControlPersist=60s /site/ansible.cfg:8',
    })
  })

  it('has paths that start from its own folder', () => {
    const files = { '/site/ansible.cfg': '[defaults]\nprivate_key_file = keys/id\n' }
    expect(read(files).said['ansible_private_key_file']).toBe('/site/keys/id /site/ansible.cfg:2')
  })

  it('that cannot be read is a warning with its place', () => {
    expect(read({ '/site/ansible.cfg': '[defaults]\nremote_user\n' }).problems.map(sentence)).toEqual([
      'warning /site/ansible.cfg:2:1 : this line is neither a section nor a setting, so it is ignored; correct it, or name another file with ANSIBLE_CONFIG',
    ])
  })

  it('has the last word on nothing that a host says', () => {
    const ansible = readAnsibleConfig(PLACE, memoryFiles({ '/site/ansible.cfg': USER('cfg') }))
    const { cloud } = cloudOf(
      { '/i/multinode': '[control]\nc1\nc2 ansible_user=own\nc3 ansible_ssh_user=old\n' },
      { ansible },
    )
    const users = cloud?.hosts.map(({ connection }) =>
      connection.transport === 'ssh' ? connection.user : undefined,
    )
    expect(users).toEqual(['cfg', 'own', 'old'])
  })

  it('gives jump hosts, and a wrong value its place', () => {
    const jump = '[ssh_connection]\nssh_common_args = -J ops@bastion\n[defaults]\nremote_port = many\n'
    const ansible = readAnsibleConfig(PLACE, memoryFiles({ '/site/ansible.cfg': jump }))
    const { cloud } = cloudOf({ '/i/multinode': '[control]\nc1\nc2 ansible_port=22\n' }, { ansible })
    const [first, second] = cloud?.hosts ?? []
    expect(first?.connection.transport === 'refused' && sentence(first.connection.problem)).toContain(
      'error /site/ansible.cfg:4:1 ansible_port: c1: the port is no number from 1 to 65535',
    )
    expect(second?.connection).toMatchObject({ jumps: [{ host: 'bastion', user: 'ops' }] })
  })

  it('that switches host key checking off is said once, with what does the same', () => {
    const files = { '/site/ansible.cfg': '[defaults]\nhost_key_checking = False\n' }
    const ansible = readAnsibleConfig(PLACE, memoryFiles(files))
    const { problems } = cloudOf({ '/i/multinode': '[control]\nc1\nc2\n' }, { ansible })
    expect(problems.filter((text) => text.includes('host key'))).toEqual([
      'warning /site/ansible.cfg:2:1 host_key_checking: Ansible does not check host keys (/site/ansible.cfg:2), but kolla-mimir does; to accept the key that a node shows first, set ssh.host_keys: accept-new in the manifest; a key that changes later is still refused',
    ])
    expect(read({ '/site/ansible.cfg': '[defaults]\nhost_key_checking = True\n' }).unchecked).toBe(undefined)
    expect(read({}, { env: { ANSIBLE_HOST_KEY_CHECKING: 'False' } }).unchecked?.from).toBe(
      'ANSIBLE_HOST_KEY_CHECKING',
    )
  })

  it('of any text is read in time that grows with it', () => {
    const long = `[defaults]\n${'remote_user = '.repeat(200_000)}\n${' ;'.repeat(200_000)}\n`
    const began = performance.now()
    read({ '/site/ansible.cfg': long })
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
