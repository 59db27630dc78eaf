import type { MimirSettings } from '../../../src/manifest/settings.ts'

/** Mimir takes 150 characters. */
const LONGEST_BEGINNING = 120

/**
 * The tenant that must not see the workers: the operator's choice, else one that cannot exist. A tenant that nobody
 * knows is no error in Mimir or Cortex, it is empty; so the question needs no preparation in Mimir.
 */
export function controlTenant({
  tenant,
  otherTenant,
}: Pick<MimirSettings, 'tenant' | 'otherTenant'>): string | undefined {
  if (otherTenant === false) return undefined
  return otherTenant ?? `${tenant.slice(0, LONGEST_BEGINNING)}-kolla-mimir-control`
}
