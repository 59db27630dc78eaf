import type { Authorization, WorkerVars } from '../worker/vars.ts'
import { scrapeConfigs } from './scrape-config.ts'

export interface PrometheusDocument {
  readonly global: object
  readonly scrape_configs: readonly object[]
  readonly remote_write: readonly object[]
}

/** The document of prometheus.yml for one node. Paths in it are relative to the file, as Prometheus reads them. */
export function prometheusDocument(vars: WorkerVars): PrometheusDocument {
  return {
    global: {
      scrape_interval: vars.scrapeInterval ?? '60s',
      external_labels: vars.labels,
    },
    scrape_configs: scrapeConfigs(vars),
    remote_write: [remoteWrite(vars)],
  }
}

/** A 429 is retried; by default Prometheus drops those samples. */
function remoteWrite(vars: WorkerVars): object {
  return {
    url: vars.pushUrl,
    name: 'mimir',
    headers: { 'X-Scope-OrgID': vars.tenant },
    ...authorization(vars.authorization),
    ...(vars.ca === undefined ? {} : { tls_config: { ca_file: 'secrets/mimir-ca.pem' } }),
    queue_config: { ...vars.remoteWrite, retry_on_http_429: true },
  }
}

function authorization(how: Authorization | undefined): object {
  if (how === undefined) return {}
  if (how.type === 'bearer')
    return { authorization: { type: 'Bearer', credentials_file: 'secrets/mimir-token' } }
  return { basic_auth: { username: how.username, password_file: 'secrets/mimir-password' } }
}
