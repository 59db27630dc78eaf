import type { ContainerState } from '../../model/precheck.ts'
import { counted, installing, listed, quoted, registryOf, said } from '../format.ts'
import type { PrecheckMessages } from '../types/prechecks.ts'
import { http } from './http.ts'
import { summary } from './summary.ts'

const titles: PrecheckMessages['titles'] = {
  login: 'SSH and sudo',
  engine: 'container engine',
  compose: 'compose',
  disk: 'disk space',
  files: "the worker's directory",
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
  limits: 'limits of the tenant',
}

/** The names of the prechecks, and what they found. */
export const prechecks: PrecheckMessages = {
  titles,
  states: { passed: 'ok', failed: 'failed', skipped: 'skipped' },
  totals: ({ nodes, ready, failed, interrupted, milliseconds }) =>
    `${nodes === 1 ? '1 node' : `${nodes} nodes`}: ${ready} ready, ${failed} not ready${interrupted > 0 ? `, ${interrupted} interrupted` : ''} · ${summary.duration(milliseconds)}`,
  findings: {
    good: ({ facts }) => ({
      problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
      remedy: '',
    }),
    'not-reached': ({ after }) => ({
      problem: `not checked, because a previous check failed: ${titles[after]}`,
      remedy: '',
    }),
    'no-tool': ({ tools }) => ({
      problem: `not checked: the node has ${tools.length === 1 ? 'no' : 'none of'} ${tools.join(', ')}`,
      remedy: `install ${tools.length === 1 ? 'it' : 'one of them'} on the node: ${installing(tools[0] ?? '')}`,
    }),
    'not-inspected': ({ command, evidence }) => ({
      problem: `not checked: \`${command}\` failed on the node${said(evidence)}`,
      remedy: 'fix the cause of the failure, then run again',
    }),
    'credential-helper-missing': ({ helper, file, image }) => ({
      problem: `${file} on the node names the credential helper ${helper}, which is not installed; a pull from ${registryOf(image)} fails without it`,
      remedy: `install ${helper} on the node, or remove it from credsStore and credHelpers in ${quoted(file)}`,
    }),
    'engine-api': ({ evidence }) => ({
      problem: `the docker client and the engine have no API version in common${said(evidence)}`,
      remedy:
        'install matching versions of docker and its client (`docker version` shows both); replace an old docker-compose with the plugin docker-compose-plugin',
    }),
    'compose-dependencies': ({ version, evidence }) => ({
      problem: `docker-compose ${version} does not work with its Python libraries${said(evidence)}`,
      remedy:
        'install the plugin, which needs no Python: `apt-get install docker-compose-plugin` or `dnf install docker-compose-plugin`; version 1 breaks with urllib3 2, requests 2.32 or a new Python',
    }),
    'disk-short': ({ path, free, wanted }) => ({
      problem: `${size(free)} free on ${path}, ${size(wanted)} required`,
      remedy: `free space on the node: \`df -h ${quoted(path)}\`, \`docker system df\``,
    }),
    'inodes-short': ({ path, free }) => ({
      problem: `${free} inodes free on ${path}`,
      remedy: `remove small files on the node: \`df -i ${quoted(path)}\``,
    }),
    'clock-skewed': ({ ahead, limit }) => ({
      problem: `the node's clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's; at most ${limit} s are allowed`,
      remedy:
        'synchronise the clocks by NTP: `chronyc tracking` or `timedatectl` on the node and on this machine; Mimir rejects samples from the future',
    }),
    'containers-not-running': ({ containers }) => ({
      problem: `not running: ${listed(containers.map(stateOf))}`,
      remedy: `on the node: \`docker logs --tail 20 ${quoted(containers[0]?.name ?? '')}\`; to start them with Kolla: \`kolla-ansible deploy --tags prometheus\``,
    }),
    'not-host-network': ({ containers }) => ({
      problem: `not on the host network: ${listed(containers.map(stateOf))}`,
      remedy: `they cannot be reached at the API address; Kolla starts them with host networking: \`docker inspect ${quoted(containers[0]?.name ?? '')}\`, \`kolla-ansible reconfigure --tags prometheus\``,
    }),
    'firewall-drops': ({ rules, mimirReached }) => ({
      problem: `packet filter rules of the node may drop what the worker sends${mimirReached ? ', although Mimir was reached' : ''}: ${listed(rules)}`,
      remedy: mimirReached
        ? ''
        : 'allow outgoing traffic to Mimir and to the node itself: `iptables -S OUTPUT`, `nft list ruleset`',
    }),
    'exporter-silent': ({ url, container, silence, listening, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}${instead(listening)}`,
      remedy: `on the node: \`curl -sS ${quoted(url)}\`, \`docker logs --tail 20 ${quoted(container)}\`, \`ss -ltnp\`; if it listens on another port, set that port in Kolla's globals.yml`,
    }),
    'exporter-absent': ({ container, expected, listening }) => ({
      problem: `there is no container ${container}, and no process listens on ${expected} for it${instead(listening)}`,
      remedy:
        'deploy it: `kolla-ansible deploy --tags prometheus`; or disable the exporter in globals.yml or in worker.exporters of the manifest',
    }),
    'exporter-refused': ({ url, status, evidence }) => ({
      problem: `${url} answered with status ${status}${said(evidence)}`,
      remedy: `another service may use the port, or a login is required: \`curl -i ${quoted(url)}\` and \`ss -ltnp\` on the node`,
    }),
    'exporter-without-family': ({ url, family, series }) => ({
      problem:
        series === 0
          ? `${url} answers, but without any metrics`
          : `${url} answers with ${series} series, but without ${family}`,
      remedy: `another service may use the port, or the service that the exporter monitors is down: \`curl -sS ${quoted(url)}\` and \`ss -ltnp\` on the node`,
    }),
    'exporter-elsewhere': ({ expected, found, series }) => ({
      problem: `answers at ${found} with ${series} series, not at ${expected} as in Kolla's files; the worker scrapes it at ${found}`,
      remedy: '',
    }),
    'name-unresolved': ({ host, evidence }) => ({
      problem: `the node cannot resolve ${host}${said(evidence)}`,
      remedy: `check \`getent ahosts ${quoted(host)}\`, /etc/resolv.conf and /etc/hosts on the node; or use the IP address in mimir.url`,
    }),
    'name-of-node-only': ({ host, addresses }) => ({
      problem: `the node resolves ${host} to ${listed(addresses)}, but a container cannot: it uses /etc/hosts and name servers only`,
      remedy: `add it to /etc/hosts or to the name servers (\`getent -s 'files dns' ahosts ${quoted(host)}\` must find it), or use the IP address in mimir.url`,
    }),
    'mimir-unreachable': ({ url, silence, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}`,
      remedy: `on the node: \`curl -sv -m 5 ${quoted(url)}\`; check routes and firewalls between the node and Mimir, and mimir.url in the manifest${silence === 'certificate' ? ', and set mimir.tls.ca to the CA that signed its certificate' : ''}`,
    }),
    'mimir-not-ready': ({ url, status, evidence }) => ({
      problem: `${url} answered with status ${status}${said(evidence)}`,
      remedy:
        'Mimir is starting, or the proxy in front of it cannot reach it: wait a minute and run again; if the error stays, check the logs of both',
    }),
    'push-refused': (finding) => http.pushes[finding.cause](finding),
    'limits-exceeded': ({ tenant, exceeded }) => ({
      problem: `Mimir will reject part of the exporters' metrics: ${listed(exceeded.map(({ limit, allowed, needed, metric }) => `${limit} of the tenant ${tenant} is ${counted(allowed)}, at least ${counted(needed)} needed${metric === undefined ? '' : ` (${metric})`}`))}`,
      remedy:
        "raise these limits in Mimir's overrides of the tenant, or send less: worker.filters: recommended or minimal, worker.exporters.NAME.drop, a longer worker.scrape_interval",
    }),
    'limits-unknown': ({ tenant, url, evidence }) => ({
      problem: `not checked: the limits of the tenant ${tenant} cannot be read at ${url}${said(evidence)}`,
      remedy: '',
    }),
    'not-found-again': ({ tenant, waited }) => ({
      problem: `Mimir accepted the sample, but tenant ${tenant} does not have it after ${waited} s`,
      remedy:
        'make sure that mimir.url and mimir.query_path lead to the same Mimir, and that no proxy changes X-Scope-OrgID or drops samples',
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
