import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exit, Host } from '../../src/model/host.ts'
import type { SshReach } from '../../src/model/node.ts'
import type { Result } from '../../src/model/result.ts'
import { createJumpHosts } from '../../src/remote/ssh/jump-hosts.ts'
import { createKeyRing } from '../../src/remote/ssh/key-ring.ts'
import { readKnownHosts } from '../../src/remote/ssh/known-hosts-store.ts'
import { openSshHost, type SshOptions } from '../../src/remote/ssh/ssh-host.ts'
import { keyPair } from './ssh/key-pair.ts'
import type { Sshd } from './ssh/sshd.ts'

/** An operator's files: a private key and a known_hosts, in a directory of their own. */
export interface Operator {
  readonly directory: string
  readonly keyFile: string
  readonly knownHosts: string
  reach(sshd: Pick<Sshd, 'port'>, but?: Partial<SshReach>): SshReach
  /** Connects with impatient deadlines. The hosts are closed by `leave`. */
  open(
    sshd: Pick<Sshd, 'port'>,
    but?: Partial<SshReach>,
    options?: Partial<SshOptions>,
  ): Promise<Result<Host>>
  leave(): Promise<void>
}

/** `knows` are lines for the known_hosts file. */
export function arrive(...knows: readonly string[]): Operator {
  const directory = mkdtempSync(join(tmpdir(), 'operator-'))
  const keyFile = join(directory, 'id_ed25519')
  const knownHosts = join(directory, 'known_hosts')
  writeFileSync(keyFile, keyPair('ed25519', 'user').private, { mode: 0o600 })
  writeFileSync(knownHosts, knows.join(''))
  const hosts: Host[] = []

  const reach: Operator['reach'] = ({ port }, but = {}) => ({
    transport: 'ssh',
    address: '127.0.0.1',
    port,
    user: 'root',
    keys: [keyFile],
    identitiesOnly: false,
    knownHosts: [knownHosts],
    hostKeys: 'strict',
    become: true,
    ...but,
  })
  return {
    directory,
    keyFile,
    knownHosts,
    reach,
    async open(sshd, but, options = {}) {
      const node = reach(sshd, but)
      const opened = await openSshHost('ctl1', node, {
        connectDeadline: 5000,
        keepalive: { interval: 10_000, misses: 3 },
        retryPause: 20,
        hostKeysOf: readKnownHosts,
        keys: createKeyRing(),
        jumpHosts: createJumpHosts(),
        ...options,
      })
      if (opened.ok) hosts.push(opened.value)
      return opened
    },
    async leave() {
      await Promise.all(hosts.map((host) => host.close()))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** What a result holds; throws the failure where there is one. */
export function successOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

/** The failure of a result; throws where there is none. */
export function failureOf(result: Result<Exit | Host>) {
  if (result.ok) throw new Error('this was expected to fail')
  return result.failure
}
