import { nameOf } from '../../roles/mimir-worker/generation/generation.ts'
import { MOUNTED_AT } from '../../roles/mimir-worker/worker/defaults.ts'
import { posixQuote } from '../../src/shell/posix-quote.ts'
import { isRecord, jsonRecord, listOf, textOf } from '../../src/values/json.ts'
import { readYaml } from '../../src/yaml/document.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { eventually } from '../lab/lab/observe.ts'
import { TENANT } from './manifest.ts'
import { query } from './mimir.ts'
import { onAll } from './on-nodes.ts'

/** Milliseconds for a worker to start, to answer and to arrive in Mimir, on a busy machine. */
const TIMEOUT = 90_000

/** Commands for a node, as of an operator who logs in; the output of each ends with a line `---`. */
const COMMANDS = [
  'readlink current',
  "cd current/ && find . -type f -printf '%P\\n' | sort | xargs sha256sum; cd ..",
  'cat current/generation.json',
  'cat current/prometheus.yml',
  'cut -f 2,3 history',
  'docker inspect --format \'{{.State.Status}} {{.Config.Image}} {{index .Config.Labels "kolla-mimir.container"}}\' openstack-worker-prometheus',
  `sha256sum < "/proc/$(docker inspect --format '{{.State.Pid}}' openstack-worker-prometheus)/root${MOUNTED_AT}/current/prometheus.yml"`,
  'get /-/ready',
  'get /api/v1/status/config',
  "get /metrics | grep -E '^(process_start_time_seconds|prometheus_config_last_reload_successful) '",
] as const

const GET = `get() { exec 3<>/dev/tcp/127.0.0.1/9091 && printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "$1" >&3 && cat <&3; }`

const PROGRAM = `bash -c ${posixQuote(`${GET}; cd /opt/mimir-worker && { ${COMMANDS.join('; echo; echo ---; ')}; } 2>&1`)} || :`

/** Why a node does not serve one complete generation that was once proven; empty where it does. */
type Inconsistencies = Readonly<Record<string, readonly string[]>>

/**
 * Node → what is wrong with it: its files are not what their generation is named for, it was never proven, the
 * container, the process or what it loaded is of another one, it is not ready, or Mimir has no sample of this very
 * process that is newer than this query. Repeated until nothing is wrong, or for a timeout.
 */
export async function inconsistencies(lab: Lab): Promise<Inconsistencies> {
  const since = Date.now() / 1000
  const ask = async (): Promise<Inconsistencies> => {
    const [answers, starts] = [await onAll(lab, PROGRAM), await startsSince(lab, since)]
    return Object.fromEntries(
      [...answers].map(([node, output]) => [node, inconsistenciesOf(output, starts.get(node) ?? [])]),
    )
  }
  const isNone = (found: Inconsistencies): boolean => Object.values(found).every((list) => list.length === 0)
  return eventually(ask, isNone, TIMEOUT)
}

/** Node → the start times of the processes of which Mimir has samples newer than `time`. */
async function startsSince(lab: Lab, time: number): Promise<Map<string, number[]>> {
  const metric = 'process_start_time_seconds{job="prometheus-worker"}'
  const starts = new Map<string, number[]>()
  for (const { labels, value } of await query(lab, TENANT, `${metric} and timestamp(${metric}) > ${time}`)) {
    const node = labels['node'] ?? ''
    starts.set(node, [...(starts.get(node) ?? []), value])
  }
  return starts
}

/** Pure: of one node's answers, what is wrong. */
function inconsistenciesOf(output: string, arrived: readonly number[]): string[] {
  const parts = output.split(/^---$/mu).map((part) => part.trim())
  const [link = '', sums = '', record = '', written = '', history = '', container = '', seen = ''] = parts
  const [ready = '', loaded = '', metrics = ''] = parts.slice(7)
  const generation = link.replace('releases/', '')
  const files = filesIn(sums)
  const described = jsonRecord(record)
  const expected = `running ${textOf(described, 'image')} ${textOf(described, 'container')}`
  const hash = files.find(({ path }) => path === 'prometheus.yml')?.sha256
  const start = valueIn(metrics, 'process_start_time_seconds')
  const tests: readonly (readonly [boolean, string])[] = [
    [nameOf(files) !== generation, `the files of ${generation} hash to ${nameOf(files)}`],
    [!history.includes(`${generation}\tconfirmed`), `${generation} was never proven`],
    [container !== expected, `the container is ${container}, expected ${expected}`],
    [seen !== `${hash}  -`, `the process sees ${seen}, written was ${hash}`],
    [!ready.includes('200 OK'), `it is not ready: ${ready}`],
    [summaryOf(loadedIn(loaded)) !== summaryOf(written), `it runs with ${summaryOf(loadedIn(loaded))}`],
    [valueIn(metrics, 'prometheus_config_last_reload_successful') !== 1, 'its last reload failed'],
    [arrived.join() !== String(start), `Mimir has processes that started at ${arrived.join()}, not ${start}`],
  ]
  return tests.flatMap(([isWrong, message]) => (isWrong ? [message] : []))
}

function filesIn(sums: string): { path: string; sha256: string }[] {
  return sums
    .split('\n')
    .filter((line) => line.includes('  '))
    .map((line) => ({ path: line.slice(66), sha256: line.slice(0, 64) }))
}

function valueIn(metrics: string, name: string): number {
  const line = metrics.split('\n').find((text) => text.startsWith(`${name} `))
  return Number(line?.trim().split(' ').at(1) ?? Number.NaN)
}

/** The text of the configuration in the answer of Prometheus's API. */
function loadedIn(response: string): string {
  const answer = jsonRecord(response.slice(response.indexOf('{')))
  return isRecord(answer?.['data']) ? textOf(answer['data'], 'yaml') : ''
}

/** What distinguishes one configuration of a test from another: its labels, and its jobs with their intervals. */
function summaryOf(configuration: string): string {
  const { value } = readYaml(configuration, 'prometheus.yml', 'strict-1.2')
  if (!isRecord(value) || !isRecord(value['global'])) return `no configuration: ${configuration}`
  const { global } = value
  const labels = isRecord(global['external_labels']) ? global['external_labels'] : {}
  const jobs = listOf(value, 'scrape_configs')
    .filter(isRecord)
    .map(
      (job) =>
        `${textOf(job, 'job_name')} ${textOf(job, 'scrape_interval') || textOf(global, 'scrape_interval')}`,
    )
  const named = Object.entries(labels).map(([name, label]) => `${name}=${String(label)}`)
  return [...named.sort(), ...jobs].join(', ')
}
