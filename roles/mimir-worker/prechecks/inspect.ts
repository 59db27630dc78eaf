import type { Host } from '../../../src/model/host.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { endpointOf } from '../../../src/values/endpoint.ts'
import { programFailure } from '../programs/failures.ts'
import { program } from '../programs/program.ts'
import { runProgram } from '../programs/run-program.ts'
import { authorizationHeader } from '../worker/authorization.ts'
import { DEFAULTS } from '../worker/defaults.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import type { ExporterProbe } from './exporter-probes.ts'
import { type Inspection, readInspection } from './inspection.ts'
import { type ExporterSample, pushBody } from './sample.ts'

export interface InspectOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  readonly probes: readonly ExporterProbe[]
  /** Names of Kolla's containers whose network mode is read. */
  readonly containers: readonly string[]
  /** Whether the series of each metric are counted. */
  readonly counting: boolean
  /** Pushed to Mimir from the node. */
  readonly sample: ExporterSample
  readonly deadline: number
  readonly signal: AbortSignal
}

/** One exec of programs/prechecks.sh: engine, compose, disks, containers, firewall, each exporter, and Mimir. */
export async function inspect(order: InspectOrder): Promise<Result<Inspection>> {
  const { host, deadline, signal } = order
  const answer = await runProgram({
    host,
    title: 'prechecks',
    program: program('prechecks', variables(order)),
    deadline,
    signal,
    cancellable: true,
    failure: programFailure(order.settings.image, order.settings.directory),
  })
  return answer.ok ? success(readInspection(answer.value)) : answer
}

function variables(order: InspectOrder): Record<string, string> {
  const { settings, probes, containers, sample } = order
  const { directory, pushUrl, ca = '', kollaCa = '' } = settings
  const body = pushBody(sample)
  const login = probes.find((probe) => probe.login !== undefined)
  return {
    DIRECTORY: directory,
    GROUP: DEFAULTS.user.split(':')[1] ?? '',
    CONTAINERS: containers.join(' '),
    MIMIR_HOST: mimirHost(pushUrl),
    READY_URL: readyUrl(pushUrl),
    PUSH_URL: pushUrl,
    HEADERS: headers(settings).join('\n'),
    CA: ca.trimEnd(),
    BODY: Buffer.from(body).toString('base64'),
    BODY_LENGTH: String(body.length),
    KOLLA_CA: kollaCa.trimEnd(),
    TARGETS: probes.flatMap(targetLine).join('\n'),
    COUNT: order.counting ? 'yes' : '',
    LOGIN_FOR: login?.name ?? '',
    LOGIN: login?.login ?? '',
  }
}

/** As Prometheus's own remote write has them. */
function headers({ tenant, authorization }: WorkerSettings): string[] {
  return [
    'Content-Type: application/x-protobuf',
    'Content-Encoding: snappy',
    'X-Prometheus-Remote-Write-Version: 0.1.0',
    `X-Scope-OrgID: ${tenant}`,
    ...(authorization === undefined ? [] : [`Authorization: ${authorizationHeader(authorization).reveal()}`]),
  ]
}

function targetLine({ name, seconds, family, up = '-', container, url }: ExporterProbe): string[] {
  return url === undefined ? [] : [`${name} ${seconds} ${family} ${up} ${container} ${url}`]
}

/** The host of a url, an IPv6 address without its brackets. */
function mimirHost(url: string): string {
  return endpointOf(url).host
}

export function readyUrl(pushUrl: string): string {
  return new URL('/ready', pushUrl).href
}
