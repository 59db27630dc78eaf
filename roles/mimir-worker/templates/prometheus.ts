import type { Authorization, Job, WorkerVars } from '../vars.ts'

/** The document of prometheus.yml for one node. Paths in it are relative to the file, as Prometheus reads them. */
export function prometheusDocument(vars: WorkerVars): object {
  return {
    global: {
      scrape_interval: vars.scrapeInterval ?? '60s',
      external_labels: vars.labels,
    },
    scrape_configs: vars.jobs.map((job) => scrapeConfig(job, vars.node)),
    remote_write: [remoteWrite(vars)],
  }
}

function scrapeConfig(job: Job, node: string): object {
  return {
    job_name: job.name,
    scrape_interval: job.interval,
    ...(job.timeout === undefined ? {} : { scrape_timeout: job.timeout }),
    ...(job.honorLabels === undefined ? {} : { honor_labels: true }),
    static_configs: [{ targets: [job.target], labels: { instance: node, node } }],
  }
}

/**
 * The queue is small on purpose: a thousand workers with Prometheus's default of 50 shards each would storm the
 * master after an outage. A 429 is retried; Prometheus's default is to drop what it was told to send later.
 */
function remoteWrite(vars: WorkerVars): object {
  return {
    url: vars.pushUrl,
    name: 'mimir',
    headers: { 'X-Scope-OrgID': vars.tenant },
    ...authorization(vars.authorization),
    ...(vars.ca === undefined ? {} : { tls_config: { ca_file: 'secrets/mimir-ca.pem' } }),
    queue_config: {
      capacity: 10_000,
      max_shards: 10,
      max_samples_per_send: 2000,
      batch_send_deadline: '5s',
      min_backoff: '100ms',
      max_backoff: '10s',
      retry_on_http_429: true,
    },
  }
}

function authorization(how: Authorization | undefined): object {
  if (how === undefined) return {}
  if (how.type === 'bearer')
    return { authorization: { type: 'Bearer', credentials_file: 'secrets/mimir-token' } }
  return { basic_auth: { username: how.username, password_file: 'secrets/mimir-password' } }
}
