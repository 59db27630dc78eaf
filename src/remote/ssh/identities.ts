import type { SshFailure } from '../../model/failure.ts'
import type { SshLogin } from '../../model/node.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeLine, safeText } from '../../values/safe-text.ts'
import type { KeyRing, KeyUnreadable } from './key-ring.ts'
import { fingerprint } from './public-key.ts'
import type { AgentKey, AnyAuthMethod, SshKey } from './ssh-library.ts'

/** One key to authenticate with. */
export interface Identity {
  /** For people: `/root/.ssh/id_ed25519 (SHA256:…)`, `agent root@deploy (SHA256:…)`. */
  readonly label: string
  readonly method: AnyAuthMethod
  /** The private key file that it is of. */
  readonly file?: string
  readonly publicFile?: string
}

/** What is offered, in this order, and why other keys are not. */
export interface Identities {
  readonly offered: readonly Identity[]
  readonly passedOver: readonly string[]
}

/**
 * The keys as OpenSSH offers them: those of the agent that are also named as files, the agent's others unless only the
 * named ones are wanted, then the files. A file that cannot be read is passed over unless nothing else is left.
 */
export async function identitiesOf(
  login: SshLogin,
  keys: KeyRing,
  agent: string | undefined,
): Promise<Result<Identities, SshFailure>> {
  const asked = agent === undefined || agent === '' ? NO_AGENT : await keys.agentKeys(agent)
  const inAgent = asked instanceof Error ? [] : asked
  const files = await Promise.all(login.keys.map((file) => readFileKey(file, login, keys)))
  const preferred = inAgent.flatMap((key) => {
    const file = files.find(({ wire }) => wire?.equals(key.wire) === true)
    return file === undefined ? [] : [agentIdentity(key, login, file)]
  })
  const others = inAgent.filter(({ wire }) => !files.some((file) => file.wire?.equals(wire) === true))
  const waiting = files.filter(({ wire }) => !inAgent.some((key) => wire?.equals(key.wire) === true))
  const offered = [
    ...preferred,
    ...(login.identitiesOnly ? [] : others.map((key) => agentIdentity(key, login))),
    ...waiting.flatMap((file) => (file.key === undefined ? [] : [fileIdentity(file, file.key, login)])),
  ]
  const unreadable = waiting.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  const [first] = unreadable
  if (offered.length === 0) return failed(first ?? noKey(login, asked))
  const passedOver = unreadable.map(({ file, evidence }) => `${file} is not offered: ${evidence}`)
  return success({ offered, passedOver })
}

const NO_AGENT = new Error('SSH_AUTH_SOCK names no agent')

interface FileKey {
  readonly file: string
  /** Of its public half; undefined where it is not known. */
  readonly wire: Buffer | undefined
  readonly key?: SshKey
  readonly failure?: KeyUnreadable
  readonly publicFile?: string
}

async function readFileKey(file: string, { passphrase }: SshLogin, keys: KeyRing): Promise<FileKey> {
  const [read, half] = await Promise.all([keys.key(file, passphrase), keys.publicKey(file)])
  const beside = half === undefined ? {} : { publicFile: `${file}.pub` }
  if (read.ok) return { file, key: read.value, wire: read.value.getPublicSSH(), ...beside }
  return { file, failure: read.failure, wire: half, ...beside }
}

function fileIdentity({ file, publicFile }: FileKey, key: SshKey, { user }: SshLogin): Identity {
  return {
    label: `${file} (${fingerprint(key.getPublicSSH())})`,
    method: { type: 'publickey', username: user, key },
    file,
    ...(publicFile !== undefined && { publicFile }),
  }
}

function agentIdentity({ comment, wire, agent }: AgentKey, { user }: SshLogin, named?: FileKey): Identity {
  const name = named?.file ?? `agent ${safeLine(comment, 80)}`.trim()
  return {
    label: `${name} (${fingerprint(wire)})`,
    method: { type: 'agent', username: user, agent },
    ...(named?.publicFile !== undefined && { file: named.file, publicFile: named.publicFile }),
  }
}

function noKey(login: SshLogin, asked: Error | readonly AgentKey[]): SshFailure {
  const { address, port, user, keys, identitiesOnly } = login
  const files = keys.length === 0 ? 'there is no private key to read' : ''
  const agent =
    asked instanceof Error
      ? asked.message
      : identitiesOnly
        ? ''
        : 'the agent holds no key that can be used (certificates and security keys, sk-…, cannot)'
  const evidence = safeText([files, agent].filter((part) => part !== '').join(', and '))
  return {
    reason: 'ssh-authentication',
    cause: 'no-key',
    address,
    port,
    user,
    tried: [],
    available: 0,
    accepted: [],
    evidence,
  }
}
