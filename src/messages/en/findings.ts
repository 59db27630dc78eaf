import type { CloudJob, Difference } from '../../model/check.ts'
import type { Crash } from '../../model/crash.ts'
import type { RemoteWriteError } from '../../model/remote-write-error.ts'
import { instant, lastLine, listed, quoted, said } from '../format.ts'
import type { Explanation, FindingMessages } from '../types/failures.ts'
import { crashes } from './crashes.ts'
import { labels } from './labels.ts'
import { remoteWriteErrors } from './remote-write-errors.ts'

/** What the checks found. */
export const findings: FindingMessages = {
  good: ({ facts }) => ({
    problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
    remedy: '',
  }),
  'not-reached': ({ after }) => ({
    problem: `not checked, because the previous check failed (${labels.checks[after]})`,
    remedy: '',
  }),
  'container-missing': () => ({
    problem: "the worker's container does not exist",
    remedy: 'run rollout to install the worker',
  }),
  'container-not-running': ({ status, exitCode, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `the worker's container is not running: ${status}, exit code ${exitCode}`,
      remedy:
        "read its log (`docker-compose logs` in the worker's directory), fix the error that it reports, and run rollout",
    }),
  'container-restarting': ({ restarts, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `the worker's container keeps restarting (${restarts} times)`,
      remedy:
        "read its log (`docker-compose logs` in the worker's directory); the usual causes are a port in use, unreadable files or a wrong flag",
    }),
  'container-unhealthy': ({ log }) => ({
    problem: `the worker's health check fails${said(lastLine(log))}`,
    remedy:
      "read its log (`docker-compose logs` in the worker's directory); after an outage it may still be replaying its WAL; verify again",
  }),
  'image-differs': ({ expected, found }) => ({
    problem: `the worker runs the image ${found}, expected ${expected}`,
    remedy: 'run rollout to recreate the worker from the image in the manifest',
  }),
  'no-answer': ({ url, evidence }) => ({
    problem: `the worker does not answer at ${url}${said(evidence)}`,
    remedy: `on the node: \`curl -sS ${quoted(url)}\`, \`docker-compose logs\` in the worker's directory`,
  }),
  'other-prometheus': ({ differences }) => ({
    problem: `another Prometheus answers on the worker's port: ${compared(differences)}`,
    remedy:
      'find the process that uses the port (`ss -ltnp` on the node), or set worker.listen in the manifest to a free port',
  }),
  'file-differs': ({ file, seenBy }) => ({
    problem:
      seenBy === 'disk'
        ? `${file} on the node was changed since it was written`
        : `the running worker sees a different ${file} than the one on disk`,
    remedy:
      seenBy === 'disk'
        ? 'run rollout to restore the file; make changes in the manifest instead'
        : 'run rollout to recreate the container, which has a stale mount',
  }),
  'reload-failed': ({ evidence = '' }) => ({
    problem: `the worker's last reload failed, so it still runs the previous configuration${said(evidence)}`,
    remedy:
      "the worker's log names the line (`docker-compose logs` in the worker's directory); correct the manifest and run rollout",
  }),
  'config-differs': ({ differences }) => ({
    problem: `the loaded configuration differs from the written one: ${compared(differences)}`,
    remedy: 'run rollout to load the configuration again',
  }),
  'watched-down': ({ services }) => ({
    problem: `the exporter answers, but the service that it monitors is down: ${listed(services.map(({ exporter, metric, target, evidence }) => `${exporter} (${metric} is 0${target === undefined ? '' : ` for ${target}`})${said(evidence)}`))}`,
    remedy: `start the service that the exporter monitors, or correct the login or the address that is configured in the exporter; on the node: \`docker ps -a\`, \`docker logs --tail 20 ${quoted(services[0]?.container ?? '')}\``,
  }),
  'targets-down': ({ targets, expected }) => ({
    problem: `${targets.length} of ${expected} targets are down: ${listed(targets.map(({ job, url, error }) => `${job} at ${url}${said(error)}`))}`,
    remedy: `check those exporters on the node: \`curl -sS ${quoted(targets[0]?.url ?? '')}\`, \`docker ps --filter name=exporter\`; to deploy them with Kolla: \`kolla-ansible deploy --tags prometheus\``,
  }),
  'job-elsewhere': ({ jobs }) => ({
    problem: jobs.map(cloudJob).join('; '),
    remedy: jobs.some(({ state }) => state === 'twice')
      ? 'run rollout, which leaves the job on one node; until then, max without (node, instance) (…) counts it once in a query'
      : 'run rollout, which gives the job to this node; it stays here when the other node is back',
  }),
  'targets-differ': ({ missing, unexpected }) => ({
    problem: [
      missing.length > 0 ? `targets missing: ${listed(missing)}` : '',
      unexpected.length > 0 ? `unexpected targets: ${listed(unexpected)}` : '',
    ]
      .filter(Boolean)
      .join('; '),
    remedy: 'run rollout to write the targets that the manifest and Kolla define',
  }),
  'nothing-sent': ({ pending, retried, refusal }) =>
    because(refusal, {
      problem: `the worker has sent nothing to Mimir yet (${pending} samples pending, ${retried} retried)`,
      remedy:
        "check from the node that Mimir answers: `curl -sS -m 5 MIMIR/ready`; the worker's log names the error (`docker-compose logs`)",
    }),
  'samples-failed': ({ failed, total, refusal }) =>
    because(refusal, {
      // What a worker gives up at a reload was never sent, and is not among those sent.
      problem:
        failed > total
          ? `${failed} samples were not accepted`
          : `Mimir rejected ${failed} of ${total} samples`,
      remedy:
        "the worker's log names the reason (`docker-compose logs | grep -i 'non-recoverable\\|err-mimir'`); usual causes are the tenant, its limits, or two nodes with the same series",
    }),
  lagging: ({ seconds, refusal }) =>
    because(refusal, {
      problem: `sending is ${seconds} s behind`,
      remedy:
        'Mimir or the network path to it is too slow: check its load and its limits for this tenant, then verify again',
    }),
  'not-arrived': ({ missing, refusal }) =>
    because(refusal, {
      problem: `not found in Mimir: ${listed(missing)}`,
      remedy:
        'check mimir.url and mimir.tenant in the manifest, and whether a proxy or an HA tracker (status 202) drops the samples',
    }),
  'series-uncounted': () => ({
    problem: 'the series and scrapes of this node in Mimir are not counted yet',
    remedy: 'verify again in a minute: two scrapes of the worker have to be in Mimir',
  }),
  'series-missing': ({ incomplete, refusal }) =>
    because(refusal, {
      problem: `Mimir has fewer series than the worker scraped: ${listed(incomplete.map(({ job, held, scraped }) => (scraped === undefined ? `${job} ${held} (scrape_samples_post_metric_relabeling, which says of how many, is missing)` : `${job} ${held} of ${scraped}`)))}`,
      remedy:
        "Mimir rejects or drops a part: read the worker's log (`docker-compose logs | grep -i 'non-recoverable\\|err-mimir'`), and check the tenant's limits, metric_relabel_configs and drop_labels in Mimir",
    }),
  'scrapes-missing': ({ incomplete, refusal }) =>
    because(refusal, {
      problem: `Mimir lacks scrapes between others that it has: ${listed(incomplete.map(({ job, missing }) => `${job} ${missing}`))}`,
      remedy:
        'something behind the worker loses requests: check whether a load balancer spreads them over stores that do not share their data, and the log of the proxy',
    }),
  'other-process-arrived': ({ expected, found, node, refusal }) =>
    because(refusal, {
      problem: `Mimir has data of a worker started at ${instant(found)}${node === undefined ? '' : ` (on ${node})`}, but the worker on the node started at ${instant(expected)}`,
      remedy:
        'verify again in a minute; if the error stays, two workers send as the same node: look for an old worker that still runs',
    }),
  'seen-by-other-tenant': ({ tenant, other }) => ({
    problem: `the tenant ${other} can read the samples that were sent as ${tenant}`,
    remedy:
      'Mimir does not isolate tenants: set multitenancy_enabled: true in its configuration, and make sure that no proxy in front of it sets X-Scope-OrgID to one value for all; if a proxy chooses the tenant by the login, set mimir.other_tenant: false',
  }),
  'two-senders': ({ processes, jumps, others, crowded = 0 }) => ({
    problem: `several workers send as this node: ${processes} processes, ${jumps} switches between them${crowded === 0 ? '' : `, ${crowded} scrapes more than one worker makes`}${others.length === 0 ? '' : `, including the workers on ${listed(others)}`}`,
    remedy:
      'every node needs its own labels: look for a second worker on this node and on the nodes named (`docker ps -a | grep prometheus`), and for a node label in worker.labels; stop the second worker and verify again',
  }),
  'container-settling': ({ seconds }) => ({
    problem: `the worker's container has been running for only ${Math.floor(seconds)} s, too short to call it stable`,
    remedy: 'verify again in a minute',
  }),
  'not-as-planned': ({ differences }) => ({
    problem: `the node differs from the manifest: ${compared(differences)}`,
    remedy: 'run rollout to bring the node up to date',
  }),
  'samples-lost': ({ losses }) => ({
    problem: `samples were lost on the node since the worker started: ${listed(losses.map(({ metric, count }) => `${metric} ${count}`))}`,
    remedy: lost(losses.map(({ metric }) => metric)),
  }),
  'log-repaired': ({ at }) => ({
    problem: `the worker found a corrupted WAL when it started at ${instant(at)} and truncated it; samples that were not sent before are lost`,
    remedy:
      "after a power failure this is normal; otherwise check the node's disk (`df -h`, `dmesg -T | tail`); then run rollout, which restarts the worker with an intact WAL",
  }),
  backlog: ({ pending, before, refusal }) =>
    because(refusal, {
      problem: `the send queue is growing: ${pending} samples pending, up from ${before}`,
      remedy:
        "Mimir accepts less than the node sends: check its load and the tenant's limits, then verify again",
    }),
  saturated: ({ desired, max }) => ({
    problem: `sending cannot keep up: ${desired} shards needed, ${max} allowed`,
    remedy:
      'Mimir or the network path to it is too slow; right after an outage this resolves itself: verify again in a few minutes',
  }),
  'clock-skewed': ({ seconds }) => ({
    problem: `the node's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine's`,
    remedy:
      'synchronise the clocks: `timedatectl` and `chronyc tracking` on the node and on this machine; Mimir rejects samples more than 10 minutes ahead',
  }),
  'grafana-silent': ({ url, evidence }) => ({
    problem: `Grafana does not answer at ${url}${said(evidence)}`,
    remedy: `from this machine: \`curl -sS -m 5 ${quoted(url)}\`; check grafana.url in the manifest`,
  }),
  'grafana-refused': ({ url, status, evidence }) => ({
    problem: `Grafana answered ${status} at ${url}${said(evidence)}`,
    remedy:
      status === 401 || status === 403
        ? 'check grafana.auth in the manifest: this login is rejected, or is not allowed to read data sources'
        : "the error may come from the server behind the data source: check the data source's URL in Grafana, and Grafana's log",
  }),
  'datasource-missing': ({ url, name }) => ({
    problem: `Grafana at ${url} has no data source ${name}`,
    remedy:
      'provision it (type prometheus, the URL of Mimir with /prometheus, the header X-Scope-OrgID), or name another data source in grafana.datasource',
  }),
  'datasource-differs': ({ name, differences }) => ({
    problem: `Grafana's data source ${name} is misconfigured: ${compared(differences)}`,
    remedy:
      'set it in its provisioning: type prometheus, jsonData.httpHeaderName1: X-Scope-OrgID, secureJsonData.httpHeaderValue1: the tenant',
  }),
  'datasource-blind': ({ name, url }) => ({
    problem: `Grafana's data source ${name} has no data of this worker; it queries ${url}`,
    remedy:
      'its X-Scope-OrgID differs from mimir.tenant, or its URL is another Mimir: set both in its provisioning',
  }),
  'mimir-silent': ({ url, evidence }) => ({
    problem: `Mimir does not answer at ${url}${said(evidence)}`,
    remedy: `from this machine: \`curl -sS -m 5 ${quoted(url)}\`; check mimir.url in the manifest and the network path${url.startsWith('https:') ? ', and set mimir.tls.ca to the CA that signed its certificate' : ''}`,
  }),
  'mimir-refused': ({ url, status, evidence }) => ({
    problem: `Mimir answered ${status} at ${url}${said(evidence)}`,
    remedy: refused(status, url, evidence),
  }),
}

function refused(status: number, url: string, evidence: string): string {
  if (/HTTP request (?:was sent )?to (?:an )?HTTPS/u.test(evidence))
    return 'the port speaks https: set https:// in mimir.url'
  if (status < 300)
    return 'the response from Mimir is incomplete: check mimir.url and mimir.query_path (a Cortex may answer under /api/prom), the proxy in front of it, and whether its ingesters run'
  if (status < 400)
    return `set mimir.url to the target of the redirect, which \`curl -sI ${quoted(url)}\` shows; usually it is https instead of http`
  if (status === 401 || status === 403)
    return 'check mimir.tenant and mimir.auth in the manifest: this tenant or this login is rejected; a proxy that accepts only GET answers 403 as well'
  if (status === 404)
    return 'check mimir.url and mimir.query_path in the manifest: Mimir answers queries under /prometheus, a Cortex also under /api/prom'
  if (status === 400 || status === 422)
    return 'the response names the cause: usually mimir.tenant, or a query limit of this tenant in Mimir'
  if (status === 405)
    return 'queries and samples are sent by POST: allow it in the proxy in front of Mimir, or check mimir.url and mimir.query_path in the manifest'
  if (status >= 502 && status <= 504)
    return 'the proxy or gateway in front of Mimir cannot reach what answers queries: check that query-frontend and queriers run'
  if (status === 429) return "the tenant's query limit is reached: wait, or raise the limit in Mimir"
  return "check Mimir's log, then verify again"
}

function compared(differences: readonly Difference[]): string {
  return listed(differences.map(({ field, expected, found }) => `${field} is ${found}, expected ${expected}`))
}

/** Adds the cause, where the worker's log names one; the remedy is then that of the cause. */
function because(refusal: RemoteWriteError | undefined, plain: Explanation<string>): Explanation<string> {
  if (refusal === undefined) return plain
  const { problem, remedy } = remoteWriteErrors[refusal.cause]
  return {
    problem: `${plain.problem}; ${problem}${named(refusal)}${said(refusal.evidence)}`,
    remedy: filledIn(remedy, refusal),
  }
}

/** What is to be dropped is written as it would stand in the manifest. */
function filledIn(remedy: string, { metric, label }: RemoteWriteError): string {
  return remedy
    .replaceAll('[METRIC]', `[${metric ?? 'METRIC'}]`)
    .replaceAll('[LABEL]', `[${label ?? 'LABEL'}]`)
}

/** The limit and the series that the answer names. */
function named({ limit, metric, label }: RemoteWriteError): string {
  const names = [
    ...(limit === undefined ? [] : [`limit ${limit}`]),
    ...(metric === undefined ? [] : [`metric ${metric}`]),
    ...(label === undefined ? [] : [`label ${label}`]),
  ]
  return names.length === 0 ? '' : ` (${names.join(', ')})`
}

/** Adds the cause of a crash, where the end of the log names one; the remedy is then that of the cause. */
function crashed(crash: Crash | undefined, log: string, plain: Explanation<string>): Explanation<string> {
  if (crash === undefined) return { ...plain, problem: `${plain.problem}${said(log)}` }
  const { problem, remedy } = crashes[crash.cause]
  const holder = crash.holder === '' ? '' : ` (${crash.holder})`
  return { problem: `${plain.problem}; ${problem}${holder}${said(log)}`, remedy }
}

function lost(metrics: readonly string[]): string {
  if (metrics.some((metric) => metric.includes('_wal_')))
    return "check the node's disk (`df -h`, `dmesg -T | tail`), then run rollout: it restarts the worker, which repairs its WAL"
  if (metrics.some((metric) => metric.includes('exceeded')))
    return "a scrape limit drops whole scrapes; the worker's log names the job (`docker-compose logs`)"
  return "an exporter serves a series twice or with old timestamps, or two jobs scrape the same series; the worker's log names it (`docker-compose logs`)"
}

function cloudJob({ job, state, nodes }: CloudJob): string {
  if (state === 'twice')
    return `${job} is scraped by one node of the cloud, but ${listed(nodes)} scrapes it too: it came back with the job, or was excluded when the job moved`
  const whose = nodes.length === 0 ? '' : ` (not reached: ${listed(nodes)})`
  return `${job} is scraped by one node of the cloud, but no node that was reached scrapes it${whose}`
}
