import { defined } from '../../values/defined.ts'
import { withoutTrailingSlashes } from '../../values/endpoint.ts'
import type { ManifestContext } from '../problems/context.ts'
import { doubtful, type ManifestProblem, wrong, wrongIf } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenMimir } from '../schema/written.ts'
import { isLoopback, mimirUrlFault } from '../values/mimir-url.ts'
import { tenantFault } from '../values/tenant.ts'
import { accessProblems, authSettings, type CaSettings, caSettings, type HttpAuth } from './http-access.ts'
import type { Normalising } from './normalising.ts'

export const MIMIR_DEFAULTS = {
  tenant: 'openstack',
  push_path: '/api/v1/push',
  query_path: '/prometheus',
} as const

export interface MimirSettings {
  /** Scheme, host and port, with no slash at the end. */
  readonly url: string
  readonly tenant: string
  /** A tenant that must not have the workers' series; false where none is queried. */
  readonly otherTenant?: string | false
  /** Begins with a slash. */
  readonly pushPath: string
  /** Begins with a slash and does not end with one; empty where Mimir has no prefix. */
  readonly queryPath: string
  readonly auth?: HttpAuth
  readonly tls?: { readonly ca: CaSettings }
}

export function mimirSettings(written: WrittenMimir, normalising: Normalising): MimirSettings {
  const { url, tenant, other_tenant, push_path, query_path, auth, tls } = { ...MIMIR_DEFAULTS, ...written }
  return defined({
    url: new URL(url).origin,
    tenant,
    otherTenant: other_tenant === true ? undefined : other_tenant,
    pushPath: push_path,
    queryPath: withoutTrailingSlashes(query_path),
    auth: auth && authSettings('mimir', auth, normalising),
    tls: tls && caSettings(tls, normalising),
  })
}

/** What is wrong with how Mimir is written. */
export function mimirProblems({ mimir = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { url, tenant, other_tenant: other, auth, tls } = mimir
  const clear = url !== undefined && /^http:/iu.test(url)
  return [
    ...(url === undefined ? [] : urlProblems(url)),
    ...(tenant === undefined ? [] : wrongIf(['mimir', 'tenant'], tenantFault(tenant))),
    ...(other === undefined ? [] : otherTenantProblems(other, tenant ?? MIMIR_DEFAULTS.tenant)),
    ...accessProblems('mimir', mimir, context),
    ...(tls && clear
      ? [
          wrong(
            ['mimir', 'tls'],
            'found tls beside a url of http',
            'write https in mimir.url, or take tls out',
          ),
        ]
      : []),
    ...(clear && (auth?.basic ?? auth?.bearer)
      ? [
          doubtful(
            ['mimir', 'auth'],
            'it will be sent in clear text, as mimir.url is http',
            'use https where Mimir has it',
          ),
        ]
      : []),
  ]
}

function otherTenantProblems(other: string | boolean, tenant: string): ManifestProblem[] {
  const path = ['mimir', 'other_tenant']
  if (other === false) return []
  const remedy = 'write the name of a tenant that must not see the workers, or false to ask none'
  if (other === true) return [wrong(path, 'found true, which is no name', remedy)]
  if (other === tenant) return [wrong(path, 'found the tenant that the workers send to', remedy)]
  return wrongIf(path, tenantFault(other))
}

function urlProblems(url: string): ManifestProblem[] {
  const path = ['mimir', 'url']
  const fault = mimirUrlFault(url)
  if (fault) return wrongIf(path, fault)
  if (!isLoopback(url)) return []
  return [
    doubtful(
      path,
      'found an address that every node takes for itself',
      'write the address that the nodes reach Mimir by',
    ),
  ]
}
