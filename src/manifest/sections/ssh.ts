import { defined } from '../../values/defined.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongIf } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenSsh } from '../schema/written.ts'
import { localPath, localPathFault } from '../values/local-path.ts'
import { privacy, referenceProblems, type SecretReference } from '../values/secret-reference.ts'
import { type Normalising, secretAt } from './normalising.ts'

export const SSH_DEFAULTS = {
  known_hosts: ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'],
  host_keys: 'strict',
  become: true,
} as const

/** What is undefined comes from Kolla's inventory. */
export interface SshSettings {
  readonly user?: string
  readonly port?: number
  readonly keys?: readonly string[]
  readonly passphrase?: SecretReference
  /** The hosts on the way to the nodes, as written; none of them where the way is straight. */
  readonly jumps?: readonly string[]
  /** Whether the manifest names the known_hosts files. */
  readonly knownHostsWritten: boolean
  readonly knownHosts: readonly string[]
  readonly hostKeys: 'strict' | 'accept-new'
  readonly become: boolean
}

export function sshSettings(written: WrittenSsh, normalising: Normalising): SshSettings {
  const { user, port, keys, passphrase, jump, known_hosts, host_keys, become } = {
    ...SSH_DEFAULTS,
    ...written,
  }
  const absolute = (file: string): string => localPath(file, normalising.context)
  return {
    ...defined({
      user,
      port,
      keys: keys?.map(absolute),
      passphrase:
        passphrase === undefined ? undefined : secretAt(['ssh', 'passphrase'], passphrase, normalising),
      jumps: jump === undefined ? undefined : [jump].flat().filter((host) => host.toLowerCase() !== 'none'),
    }),
    knownHostsWritten: written.known_hosts !== undefined,
    knownHosts: known_hosts.map(absolute),
    hostKeys: host_keys,
    become,
  }
}

/** What is wrong with the files and secrets of the login to the nodes. */
export function sshProblems({ ssh = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { keys = [], passphrase, known_hosts: knownHosts = [] } = ssh
  return [
    ...keys.flatMap((key, index) => keyProblems(['ssh', 'keys', index], key, context)),
    ...(passphrase === undefined ? [] : referenceProblems(['ssh', 'passphrase'], passphrase, context)),
    ...knownHosts.flatMap((file, index) => wrongIf(['ssh', 'known_hosts', index], localPathFault(file))),
  ]
}

function keyProblems(path: YamlPath, written: string, context: ManifestContext): ManifestProblem[] {
  const fault = localPathFault(written)
  if (fault) return wrongIf(path, fault)
  const file = localPath(written, context)
  const read = context.readText(file)
  if (!read.ok)
    return [wrong(path, `${file} ${read.failure}`, 'write the path of a private key of this machine')]
  if (/^(?:ssh|ecdsa|sk)-\S+ /u.test(read.value.text))
    return [
      wrong(path, `${file} holds a public key`, `write the private half: ${written.replace(/\.pub$/u, '')}`),
    ]
  return privacy(path, file, context)
}
