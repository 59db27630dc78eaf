import { endpoint as hostPort } from '../values/endpoint.ts'
import { safeLine } from '../values/safe-text.ts'

const LONGEST_LIST = 8

/** `: what the node said`, on one line, in which only our own commands stand in backticks; nothing for nothing. */
export function said(evidence: string): string {
  const line = safeLine(evidence.trim(), 200).replaceAll('`', "'")
  return line === '' ? '' : `: ${line}`
}

/** `a, b, c, … (+3)`; never longer than a reader wants. */
export function listed(items: readonly string[]): string {
  const more = items.length - LONGEST_LIST
  return items.slice(0, LONGEST_LIST).join(', ') + (more > 0 ? `, … (+${more})` : '')
}

/** `12,000`: a number of many digits that can be read. */
export function counted(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

/** Command → its package of Debian, and of RHEL where that has another name. */
const PACKAGES: Readonly<Record<string, readonly [debian: string, rhel?: string]>> = {
  ss: ['iproute2', 'iproute'],
  ip: ['iproute2', 'iproute'],
  flock: ['util-linux'],
  setsid: ['util-linux'],
  getent: ['libc-bin', 'glibc-common'],
  find: ['findutils'],
  nft: ['nftables'],
  ...Object.fromEntries(['bash', 'curl', 'grep', 'iptables', 'sed', 'wget'].map((tool) => [tool, [tool]])),
}

/** The commands that install a tool on a node; what is not known otherwise is of coreutils. */
export function installing(tool: string): string {
  const [debian, rhel = debian] = PACKAGES[tool] ?? ['coreutils']
  return `\`apt-get install ${debian}\`, \`dnf install ${rhel}\``
}

/** A word of a POSIX command line, quoted where it must be, so that an operator can paste it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** How ssh-keygen and known_hosts write a host: bare on port 22, else `[address]:port`. */
export function knownAs(host: { address: string; port: number; line?: string }): string {
  const [name] = host.line?.split(' ', 1) ?? []
  if (name !== undefined) return name
  return host.port === 22 ? host.address : `[${host.address}]:${host.port}`
}

/** `address:port`, an IPv6 address in brackets. */
export function endpoint({ address, port }: { address: string; port: number }): string {
  return hostPort({ host: address, port })
}

/** The words of ssh and ssh-copy-id that name a login: `-p 2222 kolla@10.0.0.11`. */
export function loginWords({ address, port, user }: { address: string; port: number; user: string }): string {
  return `${port === 22 ? '' : `-p ${port} `}${quoted(`${user}@${address}`)}`
}

/** The last lines of sshd's log, whatever the distribution calls its service. */
export const SSHD_LOG = '`journalctl -t sshd -t sshd-session -n 20`'

/** The file of `file:line`. */
function fileOf(entry: string): string {
  return entry.replace(/:\d+$/u, '')
}

/** The known_hosts file that an entry has to be removed from or added to. */
export function knownHostsFile(failure: { knownHosts: readonly string[]; entry?: string }): string {
  const [first = '~/.ssh/known_hosts'] = failure.knownHosts
  // A file that could not be read has the reason behind it.
  return quoted(failure.entry === undefined ? first.replace(/ \([A-Z]+\)$/u, '') : fileOf(failure.entry))
}

/** The command that makes a host key known, after it was compared. */
export function addHostKey(failure: {
  address: string
  port: number
  knownHosts: readonly string[]
  entry?: string
  line?: string
}): string {
  const { address, port, line } = failure
  const source = line === undefined ? `ssh-keyscan -p ${port} ${quoted(address)}` : `echo ${quoted(line)}`
  return `${source} >> ${knownHostsFile(failure)}`
}

/** The file name part that OpenSSH gives a key of this type: `ssh-ed25519` is in `ssh_host_ed25519_key.pub`. */
export function hostKeyFile(keyType: string): string {
  const kind = keyType.startsWith('ecdsa')
    ? 'ecdsa'
    : keyType.replace(/^(?:ssh|rsa)-/u, '').replace(/^sha2.*/u, 'rsa')
  return `/etc/ssh/ssh_host_${kind}_key.pub`
}

/** The registry that an image is pulled from: the first part where it looks like a host, else Docker Hub. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/')
  return rest.length > 0 && (/[.:]/u.test(first) || first === 'localhost') ? first : 'docker.io'
}

/** The port of `127.0.0.1:9091` or `:9091`. */
export function portOf(listen: string): string {
  return listen.slice(listen.lastIndexOf(':') + 1)
}

/** The last line of a log: where a program that died says why. */
export function lastLine(log: string): string {
  return log.trimEnd().split('\n').at(-1) ?? ''
}

/** Seconds since 1970 as ISO 8601 UTC; as they are where they are no time. */
export function instant(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString()
}
