import { Secret } from '../../src/model/secret.ts'
import type { Authorization } from './vars.ts'

/** The value of the Authorization header at the master. */
export function authorizationHeader(authorization: Authorization): Secret {
  if (authorization.type === 'bearer') return new Secret(`Bearer ${authorization.token.reveal()}`)
  const pair = `${authorization.username}:${authorization.password.reveal()}`
  return new Secret(`Basic ${Buffer.from(pair).toString('base64')}`)
}
