import type { FailureOf, FailureReason, FindingKind, FindingOf } from '../../src/messages/types/failures.ts'
import { type SafeText, safeText } from '../../src/values/safe-text.ts'
import { ARRIVALS } from './arrival-samples.ts'
import { LOGIN_FAILURES } from './login-samples.ts'

function text(raw: string): SafeText {
  return safeText(raw)
}

/** One Failure of every reason. */
export const FAILURES: { readonly [Reason in FailureReason]: FailureOf<Reason> & { reason: Reason } } = {
  ...LOGIN_FAILURES,
  'connection-lost': { reason: 'connection-lost', during: 'stage', evidence: text('read ECONNRESET') },
  'not-started': {
    reason: 'not-started',
    stage: 'login',
    during: 'observe',
    user: 'root',
    exitCode: 142,
    evidence: text('Please login as the user "kolla" rather than the user "root".'),
  },
  deadline: { reason: 'deadline', during: 'pull', seconds: 300, evidence: text('') },
  aborted: { reason: 'aborted', during: 'verify' },
  'no-exit-status': { reason: 'no-exit-status', during: 'stage', evidence: text('') },
  killed: { reason: 'killed', during: 'stage', signal: 'SIGKILL', evidence: text('') },
  'command-failed': {
    reason: 'command-failed',
    during: 'observe',
    exitCode: 127,
    evidence: text('sh: 3: stat: not found'),
  },
  'unreadable-answer': { reason: 'unreadable-answer', during: 'observe', evidence: text('Welcome to ctl1!') },
  internal: { reason: 'internal', during: 'plan', evidence: text('TypeError: x is not a function') },
  'journal-failed': {
    reason: 'journal-failed',
    path: '/root/.local/state/kolla-mimir/runs/r1.jsonl',
    evidence: text('ENOSPC: no space left on device'),
  },
  moved: { reason: 'moved', fields: ['container'], evidence: text('container: c1 → c2') },
  'nothing-to-return-to': {
    reason: 'nothing-to-return-to',
    directory: '/opt/mimir-worker',
    generation: '6ce8b6fd993e',
  },
  'needs-restart': { reason: 'needs-restart', verdict: 'recreate', fields: ['image'] },
  'directory-not-safe': {
    reason: 'directory-not-safe',
    path: '/opt/mimir-worker',
    found: text('owner 1000, mode drwxrwxr-x'),
  },
  'image-disputed': {
    reason: 'image-disputed',
    image: text('docker.io/prom/prometheus:v2.53.5'),
    evidence: text(`ctl1, cmp1: sha256:${'1'.repeat(64)}; cmp2: sha256:${'2'.repeat(64)}`),
  },
  'image-not-allowed': {
    reason: 'image-not-allowed',
    image: text(`docker.io/prom/prometheus@sha256:${'1'.repeat(64)}`),
  },
  'no-record': { reason: 'no-record', generation: '6ce8b6fd993e' },
  'sudo-refused': { reason: 'sudo-refused', user: 'kolla', evidence: text('sudo: a password is required') },
  'worker-missing': { reason: 'worker-missing', container: text('openstack-worker-prometheus') },
  'engine-missing': { reason: 'engine-missing', engine: 'docker' },
  'engine-down': {
    reason: 'engine-down',
    engine: 'docker',
    evidence: text('Cannot connect to the Docker daemon at unix:///var/run/docker.sock'),
  },
  'compose-missing': { reason: 'compose-missing' },
  'compose-broken': {
    reason: 'compose-broken',
    command: 'docker-compose',
    evidence: text("ModuleNotFoundError: No module named 'distutils'"),
  },
  'compose-unanswered': {
    reason: 'compose-unanswered',
    command: 'docker compose',
    evidence: text('client version 1.43 is too old. Minimum supported API version is 1.44'),
  },
  'way-back-missing': {
    reason: 'way-back-missing',
    image: text('registry.example.com:5000/prom/prometheus@sha256:0123'),
    evidence: text('manifest unknown'),
  },
  'engine-podman': { reason: 'engine-podman', evidence: text('podman version 4.3.1') },
  'compose-rejected': {
    reason: 'compose-rejected',
    command: 'docker-compose config',
    evidence: text("Unsupported config option for services: 'init'"),
  },
  'not-readable': {
    reason: 'not-readable',
    user: '65534:65534',
    evidence: text('FAILED: open /etc/mimir-worker/current/prometheus.yml: permission denied'),
  },
  'start-failed': { reason: 'start-failed', evidence: text('driver failed programming') },
  'pull-failed': {
    reason: 'pull-failed',
    image: 'registry.example.com:5000/prom/prometheus:v2.53.3',
    cause: 'not-found',
    evidence: text('manifest unknown'),
  },
  'disk-full': { reason: 'disk-full', path: '/opt/mimir-worker', evidence: text('No space left on device') },
  'not-writable': {
    reason: 'not-writable',
    path: '/opt/mimir-worker',
    evidence: text('Read-only file system'),
  },
  'no-api-address': { reason: 'no-api-address', interface: 'eth1', found: ['eth0', 'lo'] },
  'same-machine': { reason: 'same-machine', others: ['mon1'] },
  'port-taken': { reason: 'port-taken', listen: '127.0.0.1:9091', by: text('prometheus (pid 811)') },
  'config-rejected': {
    reason: 'config-rejected',
    file: 'prometheus.yml',
    evidence: text('line 14: field scrape_intervall not found'),
    keys: [text('inventory.yml:9:7 worker.extra_scrape_configs[0].scrape_intervall')],
  },
  'foreign-directory': {
    reason: 'foreign-directory',
    path: '/opt/mimir-worker',
    found: text('prometheus.yml'),
  },
  'lease-held': {
    reason: 'lease-held',
    directory: '/opt/mimir-worker',
    run: '20261122-203629-994f',
    holder: text('root@deploy 4711'),
    purpose: text('rollout'),
    since: 1795377000,
    left: 130,
  },
  'lease-lost': {
    reason: 'lease-lost',
    directory: '/opt/mimir-worker',
    run: '20261122-203629-994f',
    holder: text('root@deploy 4711'),
    purpose: text('rollout'),
    since: 1795377000,
    left: 0,
  },
  'lock-busy': { reason: 'lock-busy', path: '/opt/mimir-worker/.lock' },
  'tool-missing': { reason: 'tool-missing', tool: 'flock' },
  'removal-failed': {
    reason: 'removal-failed',
    thing: text('volume'),
    evidence: text('volume is in use'),
  },
  'timer-failed': { reason: 'timer-failed', evidence: text('setsid: failed to execute') },
  'generation-missing': {
    reason: 'generation-missing',
    directory: '/opt/mimir-worker',
    generation: '0123456789ab',
  },
  'hook-failed': {
    reason: 'hook-failed',
    hook: 'before',
    command: text('./announce.sh'),
    end: { how: 'exited', exitCode: 3 },
    evidence: text('asking the desk\nnobody is there'),
  },
  'queue-not-drained': {
    reason: 'queue-not-drained',
    how: 'stuck',
    samples: 12_204,
    lag: 48,
    waited: 30,
    refusal: { cause: 'server-error', evidence: text('server returned HTTP status 503') },
  },
  unproven: { reason: 'unproven', checks: ['arrival'] },
}

const LOG = text('ts=2026-11-22 level=info msg="Starting"\nlevel=error err="bind: address already in use"')

/** One Finding of every kind. */
export const FINDINGS: { readonly [Kind in FindingKind]: FindingOf<Kind> } = {
  good: { kind: 'good', facts: [{ name: 'up', value: text('7/7') }] },
  'not-reached': { kind: 'not-reached', after: 'container' },
  'container-missing': { kind: 'container-missing' },
  'container-not-running': { kind: 'container-not-running', status: 'exited', exitCode: 2, log: LOG },
  'container-restarting': {
    kind: 'container-restarting',
    restarts: 4,
    log: LOG,
    crash: { cause: 'port-taken', holder: text('users:(("prometheus",pid=811,fd=7))') },
  },
  'container-unhealthy': { kind: 'container-unhealthy', log: LOG },
  'container-settling': { kind: 'container-settling', seconds: 4 },
  'image-differs': { kind: 'image-differs', expected: 'sha256:aa', found: 'sha256:bb' },
  'no-answer': { kind: 'no-answer', url: 'http://127.0.0.1:9091/-/ready', evidence: text('refused') },
  'other-prometheus': {
    kind: 'other-prometheus',
    differences: [
      { field: 'config.file', expected: text('/w/prometheus.yml'), found: text('/etc/prometheus.yml') },
    ],
  },
  'file-differs': { kind: 'file-differs', file: 'prometheus.yml', seenBy: 'process' },
  'reload-failed': { kind: 'reload-failed' },
  'config-differs': {
    kind: 'config-differs',
    differences: [{ field: 'global.scrape_interval', expected: text('30s'), found: text('15s') }],
  },
  'not-as-planned': {
    kind: 'not-as-planned',
    differences: [{ field: 'links', expected: text('current/prometheus.yml'), found: text('none') }],
  },
  'job-elsewhere': {
    kind: 'job-elsewhere',
    jobs: [
      { job: 'openstack-exporter', state: 'twice', nodes: ['ctl1'] },
      { job: 'openstack-blackbox-probes', state: 'nowhere', nodes: ['ctl2'] },
    ],
  },
  'watched-down': {
    kind: 'watched-down',
    services: [
      {
        exporter: 'mysqld_exporter',
        container: 'prometheus_mysqld_exporter',
        metric: 'mysql_up',
        evidence: text('dial tcp 10.0.0.11:3306: connect: connection refused'),
      },
    ],
    log: LOG,
  },
  'targets-down': {
    kind: 'targets-down',
    expected: 7,
    targets: [{ job: 'mysqld', url: 'http://10.0.0.11:9104/metrics', error: text('connection refused') }],
  },
  'targets-differ': { kind: 'targets-differ', missing: ['cadvisor'], unexpected: [] },
  'samples-lost': {
    kind: 'samples-lost',
    losses: [{ metric: 'prometheus_tsdb_wal_writes_failed_total', count: 1 }],
  },
  'log-repaired': { kind: 'log-repaired', at: 1795377000 },
  backlog: { kind: 'backlog', pending: 9000, before: 4000 },
  saturated: { kind: 'saturated', desired: 14, max: 10 },
  'clock-skewed': { kind: 'clock-skewed', seconds: -95 },
  'nothing-sent': { kind: 'nothing-sent', pending: 4000, retried: 12 },
  'samples-failed': {
    kind: 'samples-failed',
    failed: 50,
    total: 1000,
    refusal: { cause: 'too-many-labels', evidence: text('err-mimir-max-label-names-per-series') },
  },
  lagging: { kind: 'lagging', seconds: 90 },
  ...ARRIVALS,
  'seen-by-other-tenant': { kind: 'seen-by-other-tenant', tenant: 'openstack', other: 'anonymous' },
  'two-senders': { kind: 'two-senders', processes: 2, jumps: 14, others: ['cmp2'] },
  'grafana-silent': { kind: 'grafana-silent', url: 'https://10.0.0.5:3000', evidence: text('refused') },
  'grafana-refused': {
    kind: 'grafana-refused',
    url: 'https://10.0.0.5:3000/api/datasources/name/Mimir-OpenStack',
    status: 401,
    evidence: text('Unauthorized'),
  },
  'datasource-missing': {
    kind: 'datasource-missing',
    url: 'https://10.0.0.5:3000',
    name: 'Mimir-OpenStack',
  },
  'datasource-differs': {
    kind: 'datasource-differs',
    name: 'Mimir-OpenStack',
    differences: [{ field: 'type', expected: text('prometheus'), found: text('loki') }],
  },
  'datasource-blind': {
    kind: 'datasource-blind',
    name: 'Mimir-OpenStack',
    url: 'http://10.0.0.5:9009/prometheus',
  },
  'mimir-silent': { kind: 'mimir-silent', url: 'http://10.0.0.5:9009', evidence: text('timed out') },
  'mimir-refused': {
    kind: 'mimir-refused',
    url: 'http://10.0.0.5:9009/prometheus/api/v1/query',
    status: 401,
    evidence: text('no org id'),
  },
}
