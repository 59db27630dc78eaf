import type { GrafanaSettings } from '../../../src/manifest/settings.ts'
import { httpGrafana } from '../../../src/mimir/grafana.ts'
import type { Problem } from '../../../src/model/problem.ts'
import { authorizationHeader, authorizationOf } from '../worker/authorization.ts'
import type { Datasource } from './grafana-query.ts'

/** The data source to query, where the manifest names a Grafana. */
export async function datasourceOf(
  grafana: GrafanaSettings | undefined,
): Promise<{ value: Datasource | undefined; problems: readonly Problem[] }> {
  if (grafana === undefined) return { value: undefined, problems: [] }
  const { url, datasource, auth, tls } = grafana
  const { value: authorization, problems } = await authorizationOf(auth)
  const access = {
    url,
    datasource,
    ...(authorization === undefined ? {} : { authorization: authorizationHeader(authorization) }),
    ...(tls === undefined ? {} : { ca: tls.ca.pem }),
  }
  return { value: { name: datasource, run: httpGrafana(access) }, problems }
}
