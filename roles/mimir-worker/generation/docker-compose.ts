import { parseDuration } from '../../../src/values/duration.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { DEFAULTS, LABELS, MOUNTED_AT } from '../worker/defaults.ts'
import { majorOf } from '../worker/image-pin.ts'
import type { WorkerVars } from '../worker/vars.ts'

/**
 * The document of docker-compose.yml for one node.
 * `container` names what the container is made of: it is a label of the container, so a worker that was started
 * from another description is distinguished from one that only needs a reload.
 */
export function composeDocument(vars: WorkerVars, container: string): object {
  return literally({
    services: {
      [DEFAULTS.service]: {
        ...service(vars),
        labels: { [LABELS.node]: vars.node, [LABELS.container]: container },
      },
    },
    volumes: { data: { name: volumeOf(vars) } },
  })
}

/**
 * The data of one major version cannot be read by the one before: each has a volume of its own, so that a worker that
 * goes back finds what it left. What is in a volume was sent already, or is sent before its worker is replaced.
 */
function volumeOf(vars: WorkerVars): string {
  const major = majorOfImage(vars) ?? OLDEST_MAJOR
  return major === OLDEST_MAJOR ? DEFAULTS.volume : `${DEFAULTS.volume}-${major}`
}

const OLDEST_MAJOR = 2

function majorOfImage({ image, imageName = image, version }: WorkerVars): number | undefined {
  return majorOf({ imageName, version })
}

/** Compose takes a dollar for a variable of the environment; two of them are a dollar. */
function literally(value: unknown): object {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what was an object stays one
  return JSON.parse(JSON.stringify(value).replaceAll('$', '$$$$')) as object
}

/** Prometheus has some threads for each processor, and the health check as many again. */
const MOST_THREADS = 4096

/** The service without its labels: all that, when it changes, takes a new container. */
export function service(vars: WorkerVars): object {
  return {
    image: vars.image,
    container_name: DEFAULTS.service,
    network_mode: 'host',
    // `unless-stopped` leaves the worker down after the engine was killed; `always` brings it back.
    restart: 'always',
    // Not the user of the image: data and secrets keep this owner, whichever image comes next.
    user: DEFAULTS.user,
    command: flags(vars),
    environment: NO_PROXY,
    volumes: [`${vars.directory}:${MOUNTED_AT}:ro`, 'data:/prometheus'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    // It writes to its data and to nothing else.
    read_only: true,
    pids_limit: MOST_THREADS,
    // Longer than the flush deadline, so that what is queued is sent before the engine kills the process.
    stop_grace_period: '30s',
    healthcheck: {
      test: ['CMD', 'promtool', 'check', 'ready', `--url=http://${endpoint(vars.listen)}`],
      interval: '30s',
      timeout: '10s',
      retries: 3,
      start_period: '120s',
    },
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
  }
}

/**
 * The engine's client puts the proxies of root's ~/.docker/config.json into every container that it makes, where promtool
 * would ask one of them for the worker's own health. Prometheus itself reads none of them for what it sends.
 */
const NO_PROXY: Readonly<Record<string, string>> = Object.fromEntries(
  ['all_proxy', 'ftp_proxy', 'http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => [
    [name.toUpperCase(), ''],
    [name, ''],
  ]),
)

function flags(vars: WorkerVars): readonly string[] {
  return [
    `--config.file=${MOUNTED_AT}/current/prometheus.yml`,
    ...(vars.mode === 'agent' ? agentFlags(vars) : serverFlags(vars)),
    '--storage.remote.flush-deadline=10s',
    `--web.listen-address=${endpoint(vars.listen)}`,
  ]
}

function serverFlags({ retention }: WorkerVars): readonly string[] {
  return ['--storage.tsdb.path=/prometheus', `--storage.tsdb.retention.time=${retention}`]
}

/** Milliseconds that an agent keeps a sample at the least, by Prometheus's default. */
const LEAST_KEPT = 300_000

/** In a folder of its own: an agent and a server do not read each other's data. */
function agentFlags(vars: WorkerVars): readonly string[] {
  const { retention } = vars
  const shorter = (parseDuration(retention) ?? LEAST_KEPT) < LEAST_KEPT
  return [
    majorOfImage(vars) === 2 ? '--enable-feature=agent' : '--agent',
    '--storage.agent.path=/prometheus/agent',
    ...(shorter ? [`--storage.agent.retention.min-time=${retention}`] : []),
    `--storage.agent.retention.max-time=${retention}`,
  ]
}
