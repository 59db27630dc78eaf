import type { MimirSettings } from '../../../src/manifest/settings.ts'
import type { MimirAccess } from '../../../src/mimir/mimir.ts'

/**
 * Pure: how a Mimir is queried that former generations sent to; undefined where its push URL does not say. A node says
 * that URL, so no login goes there.
 */
export function formerMimir(
  pushUrl: string,
  { pushPath, queryPath, tls }: Pick<MimirSettings, 'pushPath' | 'queryPath' | 'tls'>,
): MimirAccess | undefined {
  const url = URL.canParse(pushUrl) ? new URL(pushUrl) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined
  if (url.pathname !== pushPath) return undefined
  return { url: url.origin, queryPath, ...(tls === undefined ? {} : { ca: tls.ca.pem }) }
}
