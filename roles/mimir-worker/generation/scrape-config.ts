import type { ExtraScrapeConfig } from '../../../src/manifest/settings.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import { listOf } from '../../../src/values/json.ts'
import type { Filter, Job, WorkerVars } from '../worker/vars.ts'

/** The scrape configs of one worker, its own and then the operator's. Jobs of one name are targets of one config. */
export function scrapeConfigs(vars: WorkerVars): object[] {
  return [
    ...[...groupBy(vars.jobs, ({ name }) => name).values()].map((jobs) => scrapeConfig(jobs, vars)),
    ...vars.extraScrapeConfigs.map((config) => extraScrapeConfig(config, vars.node)),
  ]
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
    ...job.limits,
    static_configs: jobs.map(({ target, instance, labels }) => ({
      targets: [target],
      labels: { instance: instance ?? node, node, ...labels },
    })),
    ...(job.filter === undefined ? {} : { metric_relabel_configs: relabelling(job.filter, node) }),
  }
}

/** The path of a job's password, relative to prometheus.yml. */
export function passwordFile({ exporter }: Pick<Job, 'exporter'>): string {
  return `secrets/${exporter}-password`
}

/** Without Kolla's authority the certificate is not checked, as in Kolla's own scrapes: nothing secret is sent there. */
function kollaTls(ca: string | undefined): object {
  return ca === undefined ? { insecure_skip_verify: true } : { ca_file: 'secrets/kolla-ca.pem' }
}

function relabelling({ keep, drop, dropLabels, ownNode }: Filter, node: string): object[] {
  const byMetric = (action: string, names: readonly string[]): object => ({
    source_labels: ['__name__'],
    regex: names.join('|'),
    action,
  })
  return [
    ...(keep === undefined ? [] : [byMetric('keep', keep)]),
    ...(drop.length === 0 ? [] : [byMetric('drop', drop)]),
    ...(dropLabels.length === 0 ? [] : [{ regex: dropLabels.join('|'), action: 'labeldrop' }]),
    ...(ownNode ? [setNode(node)] : []),
  ]
}

/** Its series carry the node, whatever targets it discovers. */
function extraScrapeConfig(config: ExtraScrapeConfig, node: string): object {
  return { ...config, relabel_configs: [...listOf(config, 'relabel_configs'), setNode(node)] }
}

/** A dollar in a replacement would be taken for a group of the expression. */
function setNode(node: string): object {
  return { target_label: 'node', replacement: node.replaceAll('$', '$$$$'), action: 'replace' }
}
