import type { MimirSettings } from '../../src/manifest/settings.ts'
import type { Problem } from '../../src/model/problem.ts'
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
