import type { ContainerState } from '../../model/precheck.ts'
import { listed, quoted, said } from '../format.ts'
import type { PrecheckMessages } from '../types/prechecks.ts'
import { http } from './http.ts'
import { summary } from './summary.ts'

const titles: PrecheckMessages['titles'] = {
  login: 'SSH and sudo',
  engine: 'container engine',
  compose: 'compose',
  disk: 'disk space',
  clock: 'clock',
  address: 'API address',
  port: "the worker's port",
  containers: "Kolla's containers",
  'host-network': 'host network',
  firewall: 'firewall',
  exporter: 'exporter',
  name: "Mimir's name",
  mimir: 'Mimir from the node',
  push: 'a sample pushed from the node',
  'read-back': 'the sample in Mimir',
}

/** What prechecks are called and what they saw. */
export const prechecks: PrecheckMessages = {
  titles,
  states: { passed: 'ok', failed: 'failed', skipped: 'skipped' },
  totals: ({ nodes, ready, failed, interrupted, milliseconds }) =>
    `${nodes === 1 ? '1 node' : `${nodes} nodes`}: ${ready} ready, ${failed} not${interrupted > 0 ? `, ${interrupted} interrupted` : ''} · ${summary.duration(milliseconds)}`,
  findings: {
    good: ({ facts }) => ({
      problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
      remedy: '',
    }),
    'not-reached': ({ after }) => ({ problem: `not asked, because of: ${titles[after]}`, remedy: '' }),
    'no-tool': ({ tools }) => ({
      problem: `not asked: the node has none of ${tools.join(', ')}`,
      remedy: '',
    }),
    'engine-podman': () => ({
      problem: 'the node has podman and no docker',
      remedy: 'podman is not supported yet; take the node out with --limit',
    }),
    'engine-api': ({ evidence }) => ({
      problem: `client and engine do not speak one API${said(evidence)}`,
      remedy:
        'bring docker and its client to versions that fit: `docker version`; an old docker-compose is replaced by the plugin docker-compose-plugin',
    }),
    'compose-dependencies': ({ version, evidence }) => ({
      problem: `docker-compose ${version} is broken by the Python libraries that it uses${said(evidence)}`,
      remedy:
        'install the plugin, which needs none: `apt-get install docker-compose-plugin` or `dnf install docker-compose-plugin`; what breaks version 1 is urllib3 2, requests 2.32 or a new Python',
    }),
    'disk-short': ({ path, free, wanted }) => ({
      problem: `${size(free)} are free on ${path}, ${size(wanted)} are wanted`,
      remedy: `free space on the node: \`df -h ${quoted(path)}\`, \`docker system df\``,
    }),
    'inodes-short': ({ path, free }) => ({
      problem: `${free} inodes are left on ${path}`,
      remedy: `remove small files on the node: \`df -i ${quoted(path)}\``,
    }),
    'clock-skewed': ({ ahead, limit }) => ({
      problem: `the node's clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's; at most ${limit} s are good`,
      remedy:
        'set the clocks by NTP: `chronyc tracking` or `timedatectl` on the node and here; Mimir refuses samples from the future',
    }),
    'containers-not-running': ({ containers }) => ({
      problem: `not running: ${listed(containers.map(stateOf))}`,
      remedy: `on the node: \`docker logs --tail 20 ${quoted(containers[0]?.name ?? '')}\`; Kolla brings them back: \`kolla-ansible deploy --tags prometheus\``,
    }),
    'not-host-network': ({ containers }) => ({
      problem: `not on the host's network: ${listed(containers.map(stateOf))}`,
      remedy: `nobody reaches them on the API address; Kolla starts them with host networking: \`docker inspect ${quoted(containers[0]?.name ?? '')}\`, \`kolla-ansible reconfigure --tags prometheus\``,
    }),
    'firewall-drops': ({ rules, mimirReached }) => ({
      problem: `rules of the node may drop what the worker sends${mimirReached ? ', although Mimir was reached' : ''}: ${listed(rules)}`,
      remedy: mimirReached
        ? ''
        : 'allow the node to send to Mimir and to itself: `iptables -S OUTPUT`, `nft list ruleset`',
    }),
    'exporter-silent': ({ url, container, silence, listening, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}${instead(listening)}`,
      remedy: `on the node: \`curl -sS ${quoted(url)}\`, \`docker logs --tail 20 ${quoted(container)}\`, \`ss -ltnp\`; where it listens on another port, set that in Kolla's globals.yml`,
    }),
    'exporter-absent': ({ container, expected, listening }) => ({
      problem: `there is no container ${container}, and nothing of it listens at ${expected}${instead(listening)}`,
      remedy:
        'deploy it: `kolla-ansible deploy --tags prometheus`; or switch the exporter off in globals.yml or in worker.exporters of the manifest',
    }),
    'exporter-refused': ({ url, status, evidence }) => ({
      problem: `${url} answers with status ${status}${said(evidence)}`,
      remedy: `another service may have the port, or a login is wanted: \`curl -i ${quoted(url)}\` and \`ss -ltnp\` on the node`,
    }),
    'exporter-without-family': ({ url, family, series }) => ({
      problem:
        series === 0
          ? `${url} answers, but with no metrics at all`
          : `${url} answers with ${series} series, but ${family} is not among them`,
      remedy: `another service may have the port, or what the exporter looks at is down: \`curl -sS ${quoted(url)}\` and \`ss -ltnp\` on the node`,
    }),
    'exporter-elsewhere': ({ expected, found, series }) => ({
      problem: `answers at ${found} with ${series} series, not at ${expected} as Kolla's files say; the worker scrapes it where it is`,
      remedy: '',
    }),
    'name-unresolved': ({ host, evidence }) => ({
      problem: `the node cannot resolve ${host}${said(evidence)}`,
      remedy: `\`getent ahosts ${quoted(host)}\` on the node, /etc/resolv.conf and /etc/hosts there; or write the address into mimir.url`,
    }),
    'mimir-unreachable': ({ url, silence, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}`,
      remedy: `on the node: \`curl -sv -m 5 ${quoted(url)}\`; check routes and firewalls between the node and Mimir, and mimir.url in the manifest${silence === 'certificate' ? ', and mimir.tls.ca for the authority' : ''}`,
    }),
    'mimir-not-ready': ({ url, status, evidence }) => ({
      problem: `${url} answers with status ${status}${said(evidence)}`,
      remedy:
        'Mimir is starting, or the proxy before it does not reach it: wait a minute and run again, then see its logs',
    }),
    'push-refused': (finding) => http.pushes[finding.cause](finding),
    'not-found-again': ({ tenant, waited }) => ({
      problem: `Mimir took the sample, but tenant ${tenant} does not have it after ${waited} s`,
      remedy:
        'see that mimir.url and mimir.query_path lead to the same Mimir, and that nothing between changes X-Scope-OrgID or drops samples',
    }),
  },
}

function stateOf({ name, state }: ContainerState): string {
  return `${name} (${state === '' ? 'no such container' : state})`
}

function instead(listening: readonly string[]): string {
  return listening.length === 0 ? '' : `; listening instead: ${listed(listening)}`
}

function size(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`
}
