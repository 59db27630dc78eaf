import type { ManifestContext } from '../problems/context.ts'
import { doubtful, type ManifestProblem, wrong, wrongIf } from '../problems/mistake.ts'
import { MANIFEST_DEFAULTS } from '../schema/defaults.ts'
import type { Draft } from '../schema/written.ts'
import { isLoopback, mimirUrlFault } from '../values/mimir-url.ts'
import { referenceMistakes } from '../values/secret-reference.ts'
import { tenantFault } from '../values/tenant.ts'
import { authorityMistakes } from './authority.ts'

/** Whether Mimir can be what the manifest says. */
export function mimirMistakes({ mimir = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { url, tenant, other_tenant: other, auth = {}, tls } = mimir
  const clear = url !== undefined && /^http:/iu.test(url)
  return [
    ...(url === undefined ? [] : urlMistakes(url)),
    ...(tenant === undefined ? [] : wrongIf(['mimir', 'tenant'], tenantFault(tenant))),
    ...(other === undefined ? [] : otherTenantMistakes(other, tenant ?? MANIFEST_DEFAULTS.mimir.tenant)),
    ...reference(['mimir', 'auth', 'basic', 'password'], auth.basic?.password, context),
    ...reference(['mimir', 'auth', 'bearer'], auth.bearer, context),
    ...(tls?.ca === undefined ? [] : authorityMistakes(['mimir', 'tls', 'ca'], tls.ca, context)),
    ...(tls && clear
      ? [
          wrong(
            ['mimir', 'tls'],
            'found tls beside a url of http',
            'write https in mimir.url, or take tls out',
          ),
        ]
      : []),
    ...(clear && (auth.basic ?? auth.bearer)
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

function otherTenantMistakes(other: string | boolean, tenant: string): ManifestProblem[] {
  const path = ['mimir', 'other_tenant']
  if (other === false) return []
  const remedy = 'write the name of a tenant that must not see the workers, or false to ask none'
  if (other === true) return [wrong(path, 'found true, which is no name', remedy)]
  if (other === tenant) return [wrong(path, 'found the very tenant that the workers send to', remedy)]
  return wrongIf(path, tenantFault(other))
}

function urlMistakes(url: string): ManifestProblem[] {
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

function reference(
  path: readonly string[],
  written: string | undefined,
  context: ManifestContext,
): ManifestProblem[] {
  return written === undefined ? [] : referenceMistakes(path, written, context)
}
