import type { SuiteName } from '../base/fleet-spec.ts'

/** A file below some root; the path has no leading slash. */
export interface RootFile {
  readonly path: string
  readonly content: string
  readonly mode: number
}

const SSHD_CONFIG = `Port 22
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
MaxStartups 100:30:200
Subsystem sftp /usr/lib/openssh/sftp-server
`

const NSSWITCH = `passwd: files
group: files
shadow: files
hosts: files dns
`

/** sudo asks PAM; Debian writes these four files in a maintainer script. */
const PAM_STACKS: Readonly<Record<string, string>> = {
  'common-auth': 'auth required pam_permit.so\n',
  'common-account': 'account required pam_permit.so\n',
  'common-session': 'session optional pam_permit.so\n',
  'common-session-noninteractive': 'session optional pam_permit.so\n',
  'common-password': 'password requisite pam_deny.so\n',
}

/** Pure: passwd, group and shadow out of base-passwd's masters, with the users sshd and kolla. No password opens anything. */
export function accountFiles(passwdMaster: string, groupMaster: string): RootFile[] {
  const passwd = [
    ...withRootShell(passwdMaster),
    'sshd:x:100:65534::/run/sshd:/usr/sbin/nologin',
    'kolla:x:1000:1000::/home/kolla:/bin/bash',
  ]
  const group = [...lines(groupMaster), 'docker:x:998:', 'kolla:x:1000:']
  const shadow = passwd.map((line) => `${line.split(':')[0]}:*:19000:0:99999:7:::`)
  return [
    { path: 'etc/passwd', content: text(passwd), mode: 0o644 },
    { path: 'etc/group', content: text(group), mode: 0o644 },
    { path: 'etc/shadow', content: text(shadow), mode: 0o640 },
  ]
}

/** Pure: sshd, sudo for kolla without a password (as Kolla demands of its SSH user), PAM, name service. */
export function configurationFiles(): RootFile[] {
  const pam = Object.entries(PAM_STACKS).map(([name, content]) => ({
    path: `etc/pam.d/${name}`,
    content,
    mode: 0o644,
  }))
  return [
    { path: 'etc/ssh/sshd_config', content: SSHD_CONFIG, mode: 0o644 },
    { path: 'etc/sudoers.d/kolla', content: 'kolla ALL=(ALL) NOPASSWD: ALL\n', mode: 0o440 },
    { path: 'etc/nsswitch.conf', content: NSSWITCH, mode: 0o644 },
    ...pam,
  ]
}

/** Pure: symbolic links that Debian's maintainer scripts and alternatives make, target by path. */
export function links(suite: SuiteName): Record<string, string> {
  const tables = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`])
  return {
    'var/run': '/run',
    'var/lock': '/run/lock',
    'usr/bin/awk': 'mawk',
    'usr/bin/sh': 'dash',
    'usr/bin/which': 'which.debianutils',
    ...Object.fromEntries(tables.map((name) => [`usr/sbin/${name}`, 'xtables-nft-multi'])),
    ...(suite === 'bookworm' || suite === 'compose1' ? { 'usr/bin/python3': 'python3.11' } : {}),
  }
}

function withRootShell(passwdMaster: string): string[] {
  return lines(passwdMaster).map((line) =>
    line.startsWith('root:') ? 'root:x:0:0:root:/root:/bin/bash' : line,
  )
}

function lines(file: string): string[] {
  return file.split('\n').filter((line) => line !== '')
}

function text(content: readonly string[]): string {
  return content.map((line) => `${line}\n`).join('')
}
