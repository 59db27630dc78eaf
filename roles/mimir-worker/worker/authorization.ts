import type { MimirSettings } from '../../../src/manifest/settings.ts'
import type { Problem } from '../../../src/model/problem.ts'
import { Secret } from '../../../src/values/secret.ts'
import type { Authorization } from './vars.ts'

/** The login with its secret resolved, or why it could not be. */
export async function authorizationOf(
  auth: MimirSettings['auth'],
): Promise<{ value: Authorization | undefined; problems: readonly Problem[] }> {
  if (auth === undefined) return { value: undefined, problems: [] }
  const secret = await (auth.type === 'basic' ? auth.password : auth.token).resolve()
  if (!secret.ok) return { value: undefined, problems: [secret.failure] }
  const value: Authorization =
    auth.type === 'bearer'
      ? { type: 'bearer', token: secret.value }
      : { type: 'basic', username: auth.username, password: secret.value }
  return { value, problems: [] }
}

/** The value of the Authorization header at Mimir. */
export function authorizationHeader(authorization: Authorization): Secret {
  if (authorization.type === 'bearer') return new Secret(`Bearer ${authorization.token.reveal()}`)
  const pair = `${authorization.username}:${authorization.password.reveal()}`
  return new Secret(`Basic ${Buffer.from(pair).toString('base64')}`)
}
