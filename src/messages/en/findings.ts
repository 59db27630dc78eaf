import type { Difference } from '../../model/check.ts'
import type { Crash } from '../../model/crash.ts'
import type { RemoteWriteError } from '../../model/remote-write-error.ts'
import { instant, lastLine, listed, quoted, said } from '../format.ts'
import type { Explanation, FindingMessages } from '../types/failures.ts'
import { crashes } from './crashes.ts'
import { remoteWriteErrors } from './remote-write-errors.ts'

/** What the checks saw. */
export const findings: FindingMessages = {
  good: ({ facts }) => ({
    problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
    remedy: '',
  }),
  'not-reached': ({ after }) => ({
    problem: `not asked, because the check before it failed (${after})`,
    remedy: '',
  }),
  'container-missing': () => ({
    problem: "the worker's container does not exist",
    remedy: 'run rollout: it brings the worker',
  }),
  'container-not-running': ({ status, exitCode, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `the worker's container does not run: ${status}, exit code ${exitCode}`,
      remedy:
        "read its log (`docker-compose logs` in the worker's directory), mend what it names and run rollout",
    }),
  'container-restarting': ({ restarts, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `the worker's container keeps restarting (${restarts} times)`,
      remedy:
        "read its log (`docker-compose logs` in the worker's directory): a taken port, unreadable files or a wrong flag are usual",
    }),
  'container-unhealthy': ({ log }) => ({
    problem: `the worker's health check fails${said(lastLine(log))}`,
    remedy:
      "read its log (`docker-compose logs` in the worker's directory); after an outage it may still be replaying its WAL: verify again",
  }),
  'image-differs': ({ expected, found }) => ({
    problem: `the worker runs the image ${found}, expected ${expected}`,
    remedy: 'run rollout: it recreates the worker from the image of the manifest',
  }),
  'no-answer': ({ url, evidence }) => ({
    problem: `the worker does not answer at ${url}${said(evidence)}`,
    remedy: `on the node: \`curl -sS ${quoted(url)}\`, \`docker-compose logs\` in the worker's directory`,
  }),
  'other-prometheus': ({ differences }) => ({
    problem: `another Prometheus answers on the worker's port: ${compared(differences)}`,
    remedy:
      'see who holds the port (`ss -ltnp` on the node) and set worker.listen in the manifest to a free one',
  }),
  'file-differs': ({ file, seenBy }) => ({
    problem:
      seenBy === 'disk'
        ? `${file} on the node is not the file that was written`
        : `the running worker sees another ${file} than the disk has`,
    remedy:
      seenBy === 'disk'
        ? 'run rollout: it puts the file back; changes belong into the manifest'
        : 'run rollout: it recreates the container, which holds an old mount',
  }),
  'reload-failed': ({ evidence = '' }) => ({
    problem: `the worker's last reload failed, and it still runs the configuration before${said(evidence)}`,
    remedy:
      "its log names the line (`docker-compose logs` in the worker's directory); correct the manifest and run rollout",
  }),
  'config-differs': ({ differences }) => ({
    problem: `the loaded configuration is not the one written: ${compared(differences)}`,
    remedy: 'run rollout: it loads the configuration again',
  }),
  'targets-down': ({ targets, expected }) => ({
    problem: `${targets.length} of ${expected} targets are down: ${listed(targets.map(({ job, url, error }) => `${job} at ${url}${said(error)}`))}`,
    remedy: `check those exporters on the node: \`curl -sS ${quoted(targets[0]?.url ?? '')}\`, \`docker ps --filter name=exporter\`; Kolla brings them: \`kolla-ansible deploy --tags prometheus\``,
  }),
  'targets-differ': ({ missing, unexpected }) => ({
    problem: [
      missing.length > 0 ? `targets missing: ${listed(missing)}` : '',
      unexpected.length > 0 ? `targets not expected: ${listed(unexpected)}` : '',
    ]
      .filter(Boolean)
      .join('; '),
    remedy: 'run rollout: it writes the targets that the manifest and Kolla name',
  }),
  'nothing-sent': ({ pending, retried, refusal }) =>
    because(refusal, {
      problem: `the worker has sent nothing to Mimir yet (${pending} samples pending, ${retried} retried)`,
      remedy:
        "from the node, ask whether Mimir answers: `curl -sS -m 5 MIMIR/ready`; the worker's log names the refusal (`docker-compose logs`)",
    }),
  'samples-failed': ({ failed, total, refusal }) =>
    because(refusal, {
      problem: `Mimir refused ${failed} of ${total} samples`,
      remedy:
        "the worker's log names the reason (`docker-compose logs | grep -i 'non-recoverable\\|err-mimir'`): tenant, limits, or two nodes with equal series",
    }),
  lagging: ({ seconds, refusal }) =>
    because(refusal, {
      problem: `sending lags ${seconds} s behind`,
      remedy:
        'Mimir or the way to it is too slow: look at its load and its limits for this tenant, then verify again',
    }),
  'not-arrived': ({ missing, refusal }) =>
    because(refusal, {
      problem: `not seen in Mimir: ${listed(missing)}`,
      remedy:
        'check mimir.url and mimir.tenant in the manifest, and whether a proxy or an HA tracker (answer 202) drops the samples',
    }),
  'other-process-arrived': ({ expected, found, node, refusal }) =>
    because(refusal, {
      problem: `Mimir shows a worker started at ${instant(found)}${node === undefined ? '' : ` (that of ${node})`}, but the one on the node started at ${instant(expected)}`,
      remedy:
        'verify again in a minute; if it stays, two workers send as the same node: look for one left from before',
    }),
  'seen-by-other-tenant': ({ tenant, other }) => ({
    problem: `the tenant ${other} sees the samples that were sent as ${tenant}`,
    remedy:
      'Mimir keeps no tenants apart: set multitenancy_enabled: true in its configuration, and see that no proxy before it sets X-Scope-OrgID to one value for all; where one chooses the tenant by the login, write mimir.other_tenant: false',
  }),
  'two-senders': ({ processes, jumps, others }) => ({
    problem: `several workers send as this node: ${processes} processes seen, ${jumps} jumps between them${others.length === 0 ? '' : `, among them those of ${listed(others)}`}`,
    remedy:
      'every node needs labels of its own: look for a second worker on this node and on those named (`docker ps -a | grep prometheus`), and for a node label in worker.labels; stop it and verify again',
  }),
  'container-settling': ({ seconds }) => ({
    problem: `the worker's container runs for ${Math.floor(seconds)} s only: it is not known yet whether it stays`,
    remedy: 'verify again in a minute',
  }),
  'not-as-planned': ({ differences }) => ({
    problem: `the node is not as the manifest says: ${compared(differences)}`,
    remedy: 'run rollout: it brings the node there',
  }),
  'samples-lost': ({ losses }) => ({
    problem: `samples were lost on the node since the worker was started: ${listed(losses.map(({ metric, count }) => `${metric} ${count}`))}`,
    remedy: lost(losses.map(({ metric }) => metric)),
  }),
  'log-repaired': ({ at }) => ({
    problem: `the worker found its write-ahead log damaged when it started at ${instant(at)} and cut it off there: what it had not sent by then is lost`,
    remedy:
      "once after a power cut is usual; otherwise look at the node's disk (`df -h`, `dmesg -T | tail`); then run rollout: it starts the worker anew, with a whole log",
  }),
  backlog: ({ pending, before, refusal }) =>
    because(refusal, {
      problem: `samples pile up on the node: ${pending} wait to be sent, ${before} did before`,
      remedy:
        "Mimir takes less than the node sends: look at its load and the tenant's limits, then verify again",
    }),
  saturated: ({ desired, max }) => ({
    problem: `sending cannot keep up: ${desired} shards are wanted, ${max} are allowed`,
    remedy:
      'Mimir or the way to it is too slow; right after an outage it passes by itself: verify again in some minutes',
  }),
  'clock-skewed': ({ seconds }) => ({
    problem: `the node's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine's`,
    remedy:
      'set the clocks right: `timedatectl` and `chronyc tracking` on the node and here; Mimir refuses samples more than 10 minutes ahead',
  }),
  'grafana-silent': ({ url, evidence }) => ({
    problem: `Grafana does not answer at ${url}${said(evidence)}`,
    remedy: `from this machine: \`curl -sS -m 5 ${quoted(url)}\`; check grafana.url in the manifest`,
  }),
  'grafana-refused': ({ url, status, evidence }) => ({
    problem: `Grafana answered ${status} at ${url}${said(evidence)}`,
    remedy:
      status === 401 || status === 403
        ? 'check grafana.auth in the manifest: this login is refused, or may not see data sources'
        : "what stands behind the data source answers through Grafana: look at its URL there, and at Grafana's log",
  }),
  'datasource-missing': ({ url, name }) => ({
    problem: `Grafana at ${url} has no data source ${name}`,
    remedy:
      'provision it (type prometheus, the URL of Mimir with /prometheus, the header X-Scope-OrgID), or name another in grafana.datasource',
  }),
  'datasource-differs': ({ name, differences }) => ({
    problem: `Grafana's data source ${name} is not what it must be: ${compared(differences)}`,
    remedy:
      'set it in its provisioning: type prometheus, jsonData.httpHeaderName1: X-Scope-OrgID, secureJsonData.httpHeaderValue1: the tenant',
  }),
  'datasource-blind': ({ name, url }) => ({
    problem: `Grafana's data source ${name} shows nothing of this worker; it asks ${url}`,
    remedy:
      'its X-Scope-OrgID has another value than mimir.tenant, or its URL is another mimir: set both in its provisioning',
  }),
  'mimir-silent': ({ url, evidence }) => ({
    problem: `Mimir does not answer at ${url}${said(evidence)}`,
    remedy: `from this machine: \`curl -sS -m 5 ${quoted(url)}\`; check mimir.url in the manifest and the way there${url.startsWith('https:') ? ', and mimir.tls.ca for the authority of its certificate' : ''}`,
  }),
  'mimir-refused': ({ url, status, evidence }) => ({
    problem: `Mimir answered ${status} at ${url}${said(evidence)}`,
    remedy: refused(status, url),
  }),
}

function refused(status: number, url: string): string {
  if (status < 300)
    return 'this is no whole answer of Mimir: check mimir.url and mimir.query_path (a Cortex may answer under /api/prom), what stands before it, and whether its ingesters run'
  if (status < 400)
    return `write where it leads into mimir.url: \`curl -sI ${quoted(url)}\` shows it; https instead of http is the usual case`
  if (status === 401 || status === 403)
    return 'check mimir.tenant and mimir.auth in the manifest: this tenant or this login is refused'
  if (status === 404)
    return 'check mimir.url and mimir.query_path in the manifest: Mimir answers queries under /prometheus, a Cortex also under /api/prom'
  if (status === 400 || status === 422)
    return "its own words name the cause: mimir.tenant, or a limit of this tenant's queries in Mimir"
  if (status === 429) return "the tenant's query limit is reached: wait, or raise it in Mimir"
  return "look at Mimir's own log, then verify again"
}

function compared(differences: readonly Difference[]): string {
  return listed(differences.map(({ field, expected, found }) => `${field} is ${found}, expected ${expected}`))
}

/** What is wrong, and why, where the worker's log or its silence tells it; the remedy is then that of the cause. */
function because(refusal: RemoteWriteError | undefined, plain: Explanation<string>): Explanation<string> {
  if (refusal === undefined) return plain
  const { problem, remedy } = remoteWriteErrors[refusal.cause]
  return { problem: `${plain.problem}; ${problem}${said(refusal.evidence)}`, remedy }
}

/** The same for a container that does not stay up, where its last words tell why. */
function crashed(crash: Crash | undefined, log: string, plain: Explanation<string>): Explanation<string> {
  if (crash === undefined) return { ...plain, problem: `${plain.problem}${said(log)}` }
  const { problem, remedy } = crashes[crash.cause]
  const holder = crash.holder === '' ? '' : ` (${crash.holder})`
  return { problem: `${plain.problem}; ${problem}${holder}${said(log)}`, remedy }
}

function lost(metrics: readonly string[]): string {
  if (metrics.some((metric) => metric.includes('_wal_')))
    return "look at the node's disk (`df -h`, `dmesg -T | tail`), then run rollout: it starts the worker anew, which repairs its write-ahead log"
  if (metrics.some((metric) => metric.includes('exceeded')))
    return "a scrape limit drops whole scrapes: the worker's log names the job (`docker-compose logs`)"
  return "an exporter serves a series twice or with old times, or two jobs scrape it: the worker's log names it (`docker-compose logs`)"
}
