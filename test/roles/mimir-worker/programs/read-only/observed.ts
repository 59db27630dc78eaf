import type { Facts } from '../../../../../roles/mimir-worker/node/facts.ts'
import { readFacts } from '../../../../../roles/mimir-worker/node/read-facts.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { posixQuote } from '../../../../../src/shell/posix-quote.ts'
import type { Shell } from '../../../../remote/shells.ts'
import { answerOf, QUESTIONS, type Told, type World } from '../node-world.ts'

export const SERVICE = 'openstack-worker-prometheus'
export const IMAGE = 'registry.example/prom/prometheus:v2.53.3'
const HAS = `docker image inspect --format {{.Id}}{{range .RepoDigests}} {{.}}{{end}} ${IMAGE}`
export const IMAGE_ID = `sha256:${'a'.repeat(64)}`
const data = (value: unknown): string => JSON.stringify({ status: 'success', data: value })
export const CONFIG = `global:\n  external_labels:\n    odd: "\\"'$\`${'x'.repeat(70_000)}"\n`

export const PAGES = {
  '/api/v1/status/runtimeinfo': data({ startTime: '2023-11-14T22:13:21Z' }),
  '/api/v1/status/flags': data({ 'config.file': '/etc/mimir-worker/current/prometheus.yml' }),
  '/api/v1/status/config': data({ yaml: CONFIG }),
  '/api/v1/targets?state=active': data({
    activeTargets: [{ scrapePool: 'a', scrapeUrl: 'u', health: 'up' }],
  }),
  '/metrics':
    'go_goroutines 5\nprocess_start_time_seconds 1.7e+09\nprometheus_remote_storage_samples_total{url="u"} 3\n',
}

export const PLAIN = {
  id: 'c1',
  image: 'sha256:aa',
  restarts: 0,
  status: 'running',
  exitCode: 0,
  startedAt: '2023-11-14T22:13:20Z',
  labels: { odd: '"\'$` \n' },
}

/** As the engine tells it. */
export const CONTAINER = { ...PLAIN, state: { Health: { Status: 'healthy' } } }

export interface ObserveChanges {
  readonly address?: string
  readonly ports?: string
  readonly listen?: ''
  readonly mimir?: string
  readonly etc?: string
}

export interface Seen {
  readonly facts: Facts
  readonly exitCode: number | null
  readonly stderr: string
}

/** Runs observe on that node, whose worker listens on that port of the loopback. */
export function observeIn(
  { world, port }: { readonly world: World; readonly port: number },
  shell: Shell,
  apiInterface = '',
  expected: ObserveChanges = {},
): Seen {
  const text = program('observe', {
    DIRECTORY: world.directory,
    PROJECT: 'mimir-worker',
    SERVICE,
    IMAGE,
    LISTEN: expected.listen ?? `127.0.0.1:${port}`,
    LISTEN_HOST: expected.listen ?? '127.0.0.1',
    // Where the container is told to listen, it is asked, whatever port the manifest names.
    LISTEN_PORT: expected.listen === undefined ? String(port) : '1',
    MOUNTED_AT: world.directory,
    INTERFACE: apiInterface,
    ADDRESS: expected.address ?? '',
    PORTS: expected.ports ?? '',
    MIMIR_HOST: expected.mimir ?? '',
    MIMIR_PORT: '9009',
  })
  const { exitCode, stderr, ...ran } = world.run(
    shell,
    text.replace(/^etc=.*$/mu, `etc=${posixQuote(expected.etc ?? '/etc')}`),
  )
  const answer = answerOf({ exitCode, stderr, ...ran })
  if (!answer.ok) throw new Error(`${answer.failure}${stderr}`)
  return { facts: readFacts(answer.value), exitCode, stderr }
}

/** A process whose /proc/PID/root is the root of this test. */
export const PID = process.pid

export const running = (changes: object = {}): Told => {
  const container = JSON.stringify({ ...CONTAINER, ...changes })
  return {
    [`docker container inspect --format *`]: { stdout: `${PID} ${container}\n` },
    [HAS]: { stdout: IMAGE_ID },
    ...QUESTIONS,
    'ss -ltnH': { stdout: 'LISTEN 0 4096 127.0.0.1:9091 0.0.0.0:*\n' },
  }
}

export const BARE: Told = {
  'docker container inspect *': { exit: 1, stderr: `Error: No such container: ${SERVICE}` },
  'docker version --format *': { stdout: '20.10.24' },
  ...QUESTIONS,
  'ss -ltnHp': { stdout: 'LISTEN 0 4096 10.0.0.12:9091 0.0.0.0:* users:(("prometheus",pid=7,fd=7))\n' },
}
