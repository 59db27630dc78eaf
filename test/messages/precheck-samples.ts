import { http } from '../../src/messages/en/http.ts'
import type { PrecheckFinding, PushCause, Silence } from '../../src/model/precheck.ts'
import { safeLine, safeText } from '../../src/values/safe-text.ts'

const evidence = safeText('what was said')
const url = 'http://10.0.0.11:9100/metrics'
const containers = [{ name: 'prometheus_cadvisor', state: safeLine('Exited (1)') }]
const listening = ['10.0.0.11:18080 (prometheus_cadvisor)']

/** One finding of every kind that has words of its own. */
const OWN: readonly PrecheckFinding[] = [
  { kind: 'name-of-node-only', host: 'mimir.example', addresses: [safeLine('10.0.0.5')] },
  { kind: 'no-tool', tools: ['curl', 'bash', 'wget'] },
  { kind: 'no-tool', tools: ['getent'] },
  { kind: 'not-inspected', command: 'df', evidence: safeLine('df: /opt: Stale file handle') },
  {
    kind: 'credential-helper-missing',
    helper: 'docker-credential-pass',
    file: '/root/.docker/config.json',
    image: 'quay.io/prometheus/prometheus:v2.53.3',
  },
  { kind: 'engine-api', evidence },
  { kind: 'compose-dependencies', version: '1.29.2', evidence },
  { kind: 'disk-short', path: '/var', free: 1e8, wanted: 2e9 },
  { kind: 'inodes-short', path: '/var', free: 3 },
  { kind: 'clock-skewed', ahead: -90, limit: 30 },
  { kind: 'containers-not-running', containers },
  { kind: 'not-host-network', containers },
  { kind: 'firewall-drops', rules: [safeLine('-P OUTPUT DROP')], mimirReached: false },
  { kind: 'exporter-silent', url, container: 'x', silence: 'refused', listening, evidence },
  { kind: 'exporter-absent', container: 'x', expected: '10.0.0.11:9100', listening },
  { kind: 'exporter-refused', url, status: 404, evidence },
  { kind: 'exporter-without-family', url, family: 'node_uname_info', series: 0 },
  { kind: 'exporter-without-family', url, family: 'node_uname_info', series: 40 },
  { kind: 'name-unresolved', host: 'mimir.example', evidence },
  { kind: 'mimir-unreachable', url, silence: 'certificate', evidence },
  { kind: 'mimir-not-ready', url, status: 503, evidence },
  { kind: 'not-found-again', tenant: 'openstack', waited: 20 },
]

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a Record has the keys of its type
const pushes = (Object.keys(http.pushes) as PushCause[]).map(
  (cause): PrecheckFinding => ({
    kind: 'push-refused',
    url,
    tenant: 'openstack',
    status: 400,
    cause,
    evidence,
  }),
)
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- likewise
const silent = (Object.keys(http.silences) as Silence[]).map(
  (silence): PrecheckFinding => ({ kind: 'mimir-unreachable', url, silence, evidence }),
)

/** Findings with a remedy. */
export const WRONG: readonly PrecheckFinding[] = [...OWN, ...pushes, ...silent]

/** What nobody has to do anything about. */
export const FINE: readonly PrecheckFinding[] = [
  { kind: 'good', facts: [{ name: 'HTTP', value: safeLine('200') }] },
  { kind: 'not-reached', after: 'engine' },
  { kind: 'exporter-elsewhere', expected: '10.0.0.11:8080', found: '10.0.0.11:18080', series: 4 },
  { kind: 'firewall-drops', rules: [safeLine('-P OUTPUT DROP')], mimirReached: true },
]
