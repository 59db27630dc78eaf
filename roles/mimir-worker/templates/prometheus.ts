import type { Authorization, Job, WorkerVars } from '../vars.ts'

/** The document of prometheus.yml for one node. Paths in it are relative to the file, as Prometheus reads them. */
export function prometheusDocument(vars: WorkerVars): object {
  return {
    global: {
      scrape_interval: vars.scrapeInterval ?? '60s',
      external_labels: vars.labels,
    },
    scrape_configs: byName(vars.jobs).map((jobs) => scrapeConfig(jobs, vars)),
    remote_write: [remoteWrite(vars)],
  }
}

/** Jobs of one name are the targets of one scrape config. */
function byName(jobs: readonly Job[]): (readonly [Job, ...Job[]])[] {
  const named = new Map<string, [Job, ...Job[]]>()
  for (const job of jobs) {
    const known = named.get(job.name)
    if (known === undefined) named.set(job.name, [job])
    else known.push(job)
  }
  return [...named.values()]
}

function scrapeConfig(jobs: readonly [Job, ...Job[]], { node, kollaCa }: WorkerVars): object {
  const [job] = jobs
  return {
    job_name: job.name,
    scrape_interval: job.interval,
    ...(job.timeout === undefined ? {} : { scrape_timeout: job.timeout }),
    ...(job.honorLabels === undefined ? {} : { honor_labels: true }),
    ...(job.path === '/metrics' ? {} : { metrics_path: job.path }),
    ...(job.scheme === 'http' ? {} : { scheme: job.scheme, tls_config: kollaTls(kollaCa) }),
    ...(job.login === undefined
      ? {}
      : { basic_auth: { username: job.login.username, password_file: passwordFile(job) } }),
    static_configs: jobs.map(({ target, instance, labels }) => ({
      targets: [target],
      labels: { instance: instance ?? node, node, ...labels },
    })),
  }
}

/** Where the password for a job lies, relative to prometheus.yml. */
export function passwordFile({ exporter }: Pick<Job, 'exporter'>): string {
  return `secrets/${exporter}-password`
}

/**
 * Without Kolla's authority the certificate is not checked, as in Kolla's own scrapes: nothing secret is sent there.
 */
function kollaTls(ca: string | undefined): object {
  return ca === undefined ? { insecure_skip_verify: true } : { ca_file: 'secrets/kolla-ca.pem' }
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
