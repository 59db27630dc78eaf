import { knownPorts } from '../../../src/kolla/releases/defaults.ts'
import { type ManifestProblem, wrong } from '../../../src/manifest/problems/manifest-problem.ts'
import type { ListenSpec } from '../../../src/manifest/values/listen.ts'
import { isLoopback, isWildcard, listenText } from '../worker/listen.ts'
import type { Expectation } from './jobs.ts'

/** Ports with the service that has them, where that is one. */
const NAMED: Readonly<Record<number, string>> = {
  53: 'designate',
  80: 'horizon',
  443: 'horizon',
  2379: 'etcd',
  2380: 'etcd',
  3306: 'MariaDB',
  4567: 'Galera',
  5000: 'keystone',
  5601: 'OpenSearch Dashboards',
  5672: 'RabbitMQ',
  6032: 'ProxySQL',
  6379: 'Valkey or Redis',
  6641: 'OVN',
  6642: 'OVN',
  8774: 'nova',
  8775: 'nova',
  8776: 'cinder',
  8780: 'placement',
  9091: "Kolla's prometheus_server and HAProxy's frontend for it, and with that every OpenStack API of the node",
  9093: 'alertmanager and its frontend at HAProxy',
  9094: 'alertmanager',
  9198: 'the openstack exporter and its frontend at HAProxy',
  9200: 'OpenSearch',
  9292: 'glance',
  9311: 'barbican',
  9696: 'neutron',
  9876: 'octavia',
  11211: 'memcached',
  15672: 'RabbitMQ',
}

/** Ports of the services whose variables are known with their defaults. */
const KNOWN = knownPorts()

/** Ports of services of which no worker needs a variable. */
const OTHERS: readonly number[] = [
  953, 1664, 1984, 2985, 3121, 3260, 4369, 4444, 4568, 4569, 5001, 5140, 5405, 5555, 6000, 6001, 6002, 6080,
  6082, 6083, 6640, 6666, 6784, 8022, 8023, 8081, 8086, 8089, 9036, 9293, 9443, 9697, 10873, 23750, 25672,
  25826, 26379, 61313,
]

/** Whether a worker that listens there would keep a service of Kolla's from starting, on any node of the fleet. */
export function listenProblems(listen: ListenSpec, expectations: readonly Expectation[]): ManifestProblem[] {
  if ('host' in listen && isLoopback(listen.host)) return []
  const service = serviceOn(listen.port, expectations)
  if (service === undefined) return []
  const every = 'host' in listen && isWildcard(listen.host) ? ', which is on every address,' : ''
  return [
    wrong(
      ['worker', 'listen'],
      `a worker on ${listenText(listen)}${every} would take down ${service}: the port is Kolla's`,
      `write 127.0.0.1:${listen.port}, or a port that Kolla does not use, as ${listenText({ ...listen, port: 29_091 })}`,
    ),
  ]
}

/** Kolla's usual ports, and those that this cloud's files give to exporters. */
function serviceOn(port: number, expectations: readonly Expectation[]): string | undefined {
  const expected = expectations
    .flatMap(({ exporters }) => exporters)
    .find((exporter) => exporter.port === port)
  if (NAMED[port] !== undefined) return NAMED[port]
  if (expected !== undefined) return expected.exporter.container
  return KNOWN.has(port) || OTHERS.includes(port) ? 'a service of Kolla' : undefined
}
