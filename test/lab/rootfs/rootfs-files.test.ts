import { describe, expect, it } from 'vitest'
import { accountFiles, configurationFiles, links } from './rootfs-files.ts'

const PASSWD = 'root:*:0:0:root:/root:/bin/bash\ndaemon:*:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n'
const GROUP = 'root:*:0:\ndaemon:*:1:\n'

describe('the accounts of a node', () => {
  const files = Object.fromEntries(accountFiles(PASSWD, GROUP).map((file) => [file.path, file.content]))

  it("are Debian's, sshd's and kolla's", () => {
    expect(files['etc/passwd']).toBe(
      'root:x:0:0:root:/root:/bin/bash\n' +
        'daemon:*:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n' +
        'sshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n' +
        'kolla:x:1000:1000::/home/kolla:/bin/bash\n',
    )
    expect(files['etc/group']).toContain('kolla:x:1000:')
  })

  it('have no password, kolla and root included', () => {
    const shadow = (files['etc/shadow'] ?? '').trimEnd().split('\n')
    expect(shadow.map((line) => line.split(':').slice(0, 2))).toEqual([
      ['root', '*'],
      ['daemon', '*'],
      ['sshd', '*'],
      ['kolla', '*'],
    ])
  })

  it('let kolla become root without a password, and sshd take keys only', () => {
    const configured = Object.fromEntries(configurationFiles().map((file) => [file.path, file]))
    expect(configured['etc/sudoers.d/kolla']).toMatchObject({ mode: 0o440, content: /NOPASSWD: ALL/ })
    expect(configured['etc/ssh/sshd_config']?.content).toContain('PasswordAuthentication no\n')
  })
})

describe('the links of a node', () => {
  it('have python3 only where docker-compose is a Python program', () => {
    expect(links('bookworm')).toHaveProperty(['usr/bin/python3'], 'python3.11')
    expect(links('compose1')).toHaveProperty(['usr/bin/python3'], 'python3.11')
    expect(links('trixie')).not.toHaveProperty(['usr/bin/python3'])
  })
})
