import { existsSync } from 'node:fs'
import type { SshConnection } from '../kolla/connection.ts'
import { type Jump, jumpsOf } from '../kolla/ssh-options.ts'
import type { SshSettings } from '../manifest/settings.ts'
import type { SshLogin, SshReach } from '../model/node.ts'
import { defined } from '../values/defined.ts'
import type { Secret } from '../values/secret.ts'
import type { OpenSsh } from './openssh.ts'
import { type OpenSshAnswer, type Tokens, withTokens } from './openssh-answer.ts'

/** What is the same for the way to every node. */
export interface LoginDefaults {
  readonly ssh: SshSettings
  readonly passphrase: Secret | undefined
  /** What ~ stands for. */
  readonly home: string
  /** Who runs kolla-mimir. */
  readonly user: string
  /** What OpenSSH would do, where its configuration says anything. */
  readonly openSsh: Pick<OpenSsh, 'answerFor'>
}

/** Why a login cannot be made as it is written. */
export interface Obstacle {
  readonly message: string
  readonly remedy: string
}

/** The manifest says how to connect where it says anything, then Kolla's inventory with Ansible's configuration, then OpenSSH. */
export function loginTo(connection: SshConnection, defaults: LoginDefaults): SshReach | Obstacle {
  const { ssh, openSsh } = defaults
  const { address: name, configFile } = connection
  const answer = openSsh.answerFor({ host: name, configFile })
  const named = { ...defined({ user: connection.user, port: connection.port }), keys: connection.keys, name }
  const login = loginOf(named, answer, defaults)
  const way = wayOf(connection, answer, defaults, [])
  if ('message' in way) return way
  const first = way.jumps[0] ?? login
  const proxyCommand =
    way.proxyCommand === undefined
      ? undefined
      : withTokens(way.proxyCommand, tokensOf(first, way.jumps.length > 0 ? first.address : name, defaults))
  if (way.proxyCommand !== undefined && proxyCommand === undefined)
    return {
      message: 'is reached by a ProxyCommand with a token that only OpenSSH knows',
      remedy: 'write %h, %n, %p and %r there and no other token, or set ssh.jump in the manifest',
    }
  return {
    transport: 'ssh',
    ...login,
    become: ssh.become,
    ...(way.jumps.length > 0 && { jumps: way.jumps }),
    ...defined({ proxyCommand }),
  }
}

interface NamedLogin {
  readonly name: string
  readonly user?: string
  readonly port?: number
  readonly keys: readonly string[]
}

/** Of a node as of a jump host: the manifest's keys and host keys are for both, its user and port for nodes alone. */
function loginOf(
  { name, user, port, keys }: NamedLogin,
  answer: OpenSshAnswer | undefined,
  defaults: LoginDefaults,
  isJump = false,
): SshLogin {
  const { ssh, passphrase } = defaults
  const settings = isJump ? {} : { user: ssh.user, port: ssh.port }
  const about = {
    address: answer === undefined || answer.hostname === '' ? name : answer.hostname,
    port: settings.port ?? port ?? answer?.port ?? 22,
    user: settings.user ?? user ?? answer?.user ?? defaults.user,
  }
  const tokens = tokensOf(about, name, defaults)
  return {
    ...about,
    keys: ssh.keys ?? keyFiles(keys, answer, tokens),
    identitiesOnly: ssh.keys !== undefined || answer?.identitiesOnly === true,
    ...defined({ passphrase, agent: agentOf(answer, tokens), hostKeyAlias: aliasOf(answer, tokens) }),
    knownHosts: knownHostsOf(answer, tokens, ssh),
    hostKeys: ssh.hostKeys,
  }
}

function tokensOf(
  { address, port, user }: Pick<SshLogin, 'address' | 'port' | 'user'>,
  name: string,
  { home, user: localUser }: LoginDefaults,
): Tokens {
  return { address, name, port, user, localUser, home }
}

/** In OpenSSH's order. */
const USUAL_KEYS: readonly string[] = ['id_rsa', 'id_ecdsa', 'id_ed25519']

/** Keys that are named for the host count as they are; of those that OpenSSH would try, those that exist. */
function keyFiles(
  named: readonly string[],
  answer: OpenSshAnswer | undefined,
  tokens: Tokens,
): readonly string[] {
  const usual =
    answer?.identityFiles.flatMap((file) => withTokens(file, tokens) ?? []) ??
    USUAL_KEYS.map((file) => `${tokens.home}/.ssh/${file}`)
  const own = named.map((key) => key.replace(/^~(?=\/)/u, tokens.home))
  if (own.length > 0 && answer === undefined) return own
  return [...new Set([...own, ...usual.filter((file) => existsSync(file))])]
}

function agentOf(answer: OpenSshAnswer | undefined, tokens: Tokens): string | undefined {
  const named = answer?.identityAgent
  if (named === undefined || named === 'SSH_AUTH_SOCK') return undefined
  if (named === 'none') return ''
  return named.startsWith('$') ? process.env[named.slice(1)] : withTokens(named, tokens)
}

function aliasOf(answer: OpenSshAnswer | undefined, tokens: Tokens): string | undefined {
  return answer?.hostKeyAlias === undefined ? undefined : withTokens(answer.hostKeyAlias, tokens)
}

/** Those of ssh_config are the usual ones, unless it names others. */
function knownHostsOf(
  answer: OpenSshAnswer | undefined,
  tokens: Tokens,
  ssh: SshSettings,
): readonly string[] {
  const files = (answer?.knownHosts ?? []).flatMap((file) => withTokens(file, tokens) ?? [])
  return ssh.knownHostsWritten || files.length === 0 ? ssh.knownHosts : [...new Set(files)]
}

interface Way {
  readonly jumps: readonly SshLogin[]
  readonly proxyCommand?: string
}

/** Jump hosts in a circle would have no end. */
const MOST_JUMPS = 8

/** The way to a node: the manifest's, else that of its variables, else that of OpenSSH. */
function wayOf(
  connection: Pick<SshConnection, 'jumps' | 'proxyCommand' | 'configFile'>,
  answer: OpenSshAnswer | undefined,
  defaults: LoginDefaults,
  passed: readonly string[],
): Way | Obstacle {
  const written = passed.length > 0 ? undefined : defaults.ssh.jumps
  if (written !== undefined)
    return throughJumps(
      written.flatMap((text) => jumpsOf(text) ?? []),
      connection.configFile,
      defaults,
      passed,
    )
  if (connection.proxyCommand !== undefined) return { jumps: [], proxyCommand: connection.proxyCommand }
  if (connection.jumps.length > 0)
    return throughJumps(connection.jumps, connection.configFile, defaults, passed)
  if (answer?.proxyCommand !== undefined) return { jumps: [], proxyCommand: answer.proxyCommand }
  return throughJumps(answer?.jumps ?? [], connection.configFile, defaults, passed)
}

/** The first of them may have a way of its own; each of the others is reached from the one before it. */
function throughJumps(
  jumps: readonly Jump[],
  configFile: string | undefined,
  defaults: LoginDefaults,
  passed: readonly string[],
): Way | Obstacle {
  const [first] = jumps
  if (first === undefined) return { jumps: [] }
  if (passed.includes(first.host) || passed.length >= MOST_JUMPS)
    return {
      message: `is reached through jump hosts in a circle: ${[...passed, first.host].join(', ')}`,
      remedy: 'correct ProxyJump in ssh_config, or set ssh.jump in the manifest',
    }
  const answer = defaults.openSsh.answerFor({ host: first.host, configFile })
  const before = wayOf({ jumps: [], ...defined({ configFile }) }, answer, defaults, [...passed, first.host])
  if ('message' in before) return before
  const logins = jumps.map(({ host, user, port }) => {
    const own = defaults.openSsh.answerFor({ host, configFile })
    return loginOf({ name: host, keys: [], ...defined({ user, port }) }, own, defaults, true)
  })
  return { ...before, jumps: [...before.jumps, ...logins] }
}
