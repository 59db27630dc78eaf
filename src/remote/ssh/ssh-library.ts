import type { Config } from 'node-ssh'
import type { BaseAgent, Client, ClientChannel, ParsedKey } from 'ssh2'

export type { AnyAuthMethod } from 'ssh2'
export type SshConfig = Config
export type SshClient = Client
export type SshChannel = ClientChannel
export type SshKey = ParsedKey

/** One key of an agent, and an agent that has this key alone. */
export interface AgentKey {
  readonly comment: string
  /** The public key in SSH's wire format. */
  readonly wire: Buffer
  readonly agent: BaseAgent
}

/** What a server answers to the keys that are offered. */
export interface LoginListener {
  /** It refused the last one; `partial`: it was right, and one of `methods` has to follow. */
  refused(methods: readonly string[], partial: boolean): void
  /** It would take the last one, and asks for a signature. */
  wanted(): void
}

/** What is used of node-ssh and ssh2, which only this file knows. */
export interface SshLibrary {
  /**
   * Begins to connect, and gives back the client before anything can have happened on it, so that its events can
   * be listened to from the first. `failed` hears of a configuration that was not even tried.
   */
  connect(config: SshConfig, login: LoginListener, failed: (error: unknown) => void): SshClient | undefined
  /** A private key from the text of its file; an Error says why not. */
  parseKey(text: Buffer, passphrase?: string): SshKey | Error
  /** The keys of the agent that ssh2 can use; an Error where it does not answer. */
  agentKeys(socket: string): Promise<readonly AgentKey[] | Error>
}

/** Milliseconds that an agent has to list its keys. */
const AGENT_PATIENCE = 5000

/** Loaded on first use: they cost 75 ms that `--help` and `plan` need not pay. */
export async function loadSshLibrary(): Promise<SshLibrary> {
  const [{ NodeSSH }, { default: ssh2 }] = await Promise.all([import('node-ssh'), import('ssh2')])
  return {
    connect(config, login, refused) {
      const ssh = new NodeSSH()
      ssh.connect(config).catch(refused)
      const client = ssh.connection ?? undefined
      if (client !== undefined) listenToLogin(client, login)
      return client
    },
    parseKey(text, passphrase) {
      // An array where a file holds several keys, which the types do not know.
      const parsed: ParsedKey | Error | readonly (ParsedKey | Error)[] = ssh2.utils.parseKey(text, passphrase)
      return [parsed].flat()[0] ?? new Error('there is no key in it')
    },
    agentKeys: (socket) =>
      new Promise((resolve) => {
        const timer = setTimeout(
          () => resolve(new Error(`the agent of SSH_AUTH_SOCK=${socket} does not answer`)),
          AGENT_PATIENCE,
        )
        ssh2.createAgent(socket).getIdentities((error, found) => {
          clearTimeout(timer)
          if (error) resolve(new Error(`the agent of SSH_AUTH_SOCK=${socket}: ${error.message}`))
          else resolve((found ?? []).flatMap((key) => agentKey(key, ssh2.createAgent(socket))))
        })
      }),
  }
}

/** ssh2 offers all keys of an agent in one go and does not say what came of each: so each gets an agent of its own. */
function agentKey(key: unknown, agent: BaseAgent): readonly AgentKey[] {
  const wire: unknown = callOf(key, 'getPublicSSH')
  if (!Buffer.isBuffer(wire)) return []
  const comment: unknown = Reflect.get(Object(key), 'comment')
  const alone = Object.assign(agent, {
    getIdentities: (found: (error: undefined, keys: readonly unknown[]) => void) => found(undefined, [key]),
  })
  return [{ comment: typeof comment === 'string' ? comment : '', wire, agent: alone }]
}

function callOf(value: unknown, method: string): unknown {
  const found: unknown = Reflect.get(Object(value), method)
  return typeof found === 'function' ? Reflect.apply(found, value, []) : undefined
}

/**
 * ssh2 keeps partial success to itself where an agent signed, and that a key is wanted in every case, so its handlers
 * of the two messages are listened to. Without them a login works all the same, and its refusal is told less exactly.
 */
function listenToLogin(client: Client, login: LoginListener): void {
  const protocol: unknown = Reflect.get(client, '_protocol')
  const handlers: unknown = Reflect.get(Object(protocol), '_handlers')
  before(handlers, 'USERAUTH_FAILURE', (_protocol, methods, partial) =>
    login.refused(Array.isArray(methods) ? methods.map(String) : [], partial === true),
  )
  before(handlers, 'USERAUTH_PK_OK', () => login.wanted())
}

function before(handlers: unknown, name: string, listener: (...message: readonly unknown[]) => void): void {
  const handler: unknown = Reflect.get(Object(handlers), name)
  if (typeof handler !== 'function') return
  Reflect.set(Object(handlers), name, (...message: readonly unknown[]) => {
    listener(...message)
    Reflect.apply(handler, undefined, message)
  })
}
