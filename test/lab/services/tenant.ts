/** Whose data a request is about, or how Mimir refuses to say. */
export type Tenancy =
  | { readonly ok: true; readonly tenant: string }
  | { readonly ok: false; readonly status: 401 | 422; readonly text: string }

/** The one tenant there is where multitenancy is off. */
export const ANONYMOUS = 'anonymous'

const LONGEST = 150
const UNSUPPORTED = /[^A-Za-z0-9!\-_.*'()]/u

/**
 * Reads the value of X-Scope-OrgID as Mimir 3.0 does. `header` is the first such header as node gives it (latin1);
 * tenants are separated by `|`, and one is the most that this master takes.
 */
export function tenancyOf(header: string | undefined): Tenancy {
  const value = Buffer.from(header ?? '', 'latin1')
    .toString('utf8')
    .trim()
  if (value === '') return refused(401, 'no org id')
  const tenants = new Set(value.split('|'))
  for (const tenant of tenants) {
    const fault = faultOf(tenant)
    if (fault !== undefined) return refused(401, fault)
  }
  const [tenant] = tenants
  if (tenant !== undefined && tenants.size === 1) return { ok: true, tenant }
  return refused(422, `too many tenant IDs present in the request. max: 1 actual: ${tenants.size}`)
}

function faultOf(tenant: string): string | undefined {
  const strange = UNSUPPORTED.exec(tenant)?.[0]
  if (strange !== undefined) return `tenant ID '${tenant}' contains unsupported character '${strange}'`
  if (tenant.length > LONGEST) return `tenant ID is too long: max ${LONGEST} characters`
  return tenant === '.' || tenant === '..' ? "tenant ID is '.' or '..'" : undefined
}

function refused(status: 401 | 422, text: string): Tenancy {
  return { ok: false, status, text }
}
