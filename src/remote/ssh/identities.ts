import { stat } from 'node:fs/promises'
import type { SshFailure } from '../../model/failure.ts'
import type { SshReach } from '../../model/node.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeText } from '../../values/safe-text.ts'
import type { KeyRing } from './key-ring.ts'
import { fingerprint } from './public-key.ts'
import type { AnyAuthMethod } from './ssh-library.ts'

/** One thing to authenticate with. */
export interface Identity {
  /** For people: `publickey ~/.ssh/id_ed25519 (SHA256:…)`, `agent /run/agent.sock`. */
  readonly label: string
  readonly method: AnyAuthMethod
}

/** The keys of the node in order, or where none is named the agent. A key that cannot be read is a failure. */
export async function identitiesOf(
  reach: SshReach,
  keys: KeyRing,
  agent: string | undefined,
): Promise<Result<readonly Identity[], SshFailure>> {
  if (reach.keys.length === 0) return await agentIdentity(reach, agent)
  const read = await Promise.all(reach.keys.map((file) => keys.key(file, reach.passphrase)))
  const identities: Identity[] = []
  for (const [index, result] of read.entries()) {
    if (!result.ok) return result
    const key = result.value
    const label = `publickey ${reach.keys[index]} (${fingerprint(key.getPublicSSH())})`
    identities.push({ label, method: { type: 'publickey', username: reach.user, key } })
  }
  return success(identities)
}

/** An agent that is not there is noticed here: ssh2 would report it, go on, and leave a connection behind. */
async function agentIdentity(
  { address, user }: SshReach,
  agent: string | undefined,
): Promise<Result<readonly Identity[], SshFailure>> {
  const without = (why: string): Result<never, SshFailure> =>
    failed({ reason: 'ssh-authentication', address, user, tried: [], evidence: safeText(why) })
  if (agent === undefined || agent === '') {
    return without('no private key is named, and SSH_AUTH_SOCK names no agent')
  }
  const found = await stat(agent).catch(() => undefined)
  if (found?.isSocket() !== true) {
    return without(`no private key is named, and SSH_AUTH_SOCK=${agent} is not a socket`)
  }
  return success([{ label: `agent ${agent}`, method: { type: 'agent', username: user, agent } }])
}
