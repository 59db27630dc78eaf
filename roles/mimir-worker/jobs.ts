import type { Failure } from '../../src/model/failure.ts'
import { failed, type Result, success } from '../../src/model/result.ts'
import { DEFAULTS, INTERVALS } from './defaults.ts'
import type { Exporter } from './exporters.ts'
import type { Facts } from './facts.ts'
import { hostPort, type Job, type WorkerSettings } from './vars.ts'

/** What Kolla says of one node, before it was asked. */
export interface Expectation {
  readonly node: string
  /** Interface that carries the API address; undefined where `address` is given. */
  readonly apiInterface: string | undefined
  /** The address that exporters bind, where the operator wrote it down (api_interface_address). */
  readonly address: string | undefined
  readonly family: 'ipv4' | 'ipv6'
  readonly exporters: readonly ExpectedExporter[]
}

export interface ExpectedExporter {
  readonly exporter: Exporter
  readonly port: number
  readonly interval?: string
  readonly timeout?: string
}

/** The address on which this node's exporters listen: as written down, else the first of the API interface. */
export function apiAddress(expectation: Expectation, facts: Facts): Result<string> {
  if (expectation.address !== undefined) return success(expectation.address)
  const wanted = expectation.family === 'ipv6'
  const address = facts.addresses?.find((one) => one.includes(':') === wanted)
  if (address !== undefined) return success(address)
  const failure: Failure = {
    reason: 'no-api-address',
    interface: expectation.apiInterface ?? 'none',
    found: facts.addresses ?? facts.interfaces,
  }
  return failed(failure)
}

/**
 * The jobs of one node's worker: itself, and each exporter of the node. One that tells of the whole cloud is
 * scraped by the node that was elected for it only; from every node it would be the same series many times.
 */
export function jobsOf(
  expectation: Expectation,
  address: string,
  settings: WorkerSettings,
  elected: ReadonlyMap<string, string>,
): Job[] {
  const own = expectation.exporters.filter(
    ({ exporter }) => exporter.scope === 'node' || elected.get(exporter.name) === expectation.node,
  )
  return [selfJob(settings), ...own.map((expected) => exporterJob(expected, address, settings))]
}

/** Each once-per-cloud exporter goes to the first node of the inventory that runs it and could be reached. */
export function elect(
  expectations: readonly Expectation[],
  reached: ReadonlySet<string>,
): Map<string, string> {
  const elected = new Map<string, string>()
  for (const { node, exporters } of expectations) {
    if (!reached.has(node)) continue
    for (const { exporter } of exporters) {
      if (exporter.scope === 'cloud' && !elected.has(exporter.name)) elected.set(exporter.name, node)
    }
  }
  return elected
}

function selfJob(settings: WorkerSettings): Job {
  return {
    name: DEFAULTS.selfJob,
    exporter: 'self',
    target: hostPort(settings.listen),
    interval: settings.scrapeInterval ?? INTERVALS.important,
    witness: 'process_start_time_seconds',
  }
}

function exporterJob(expected: ExpectedExporter, address: string, settings: WorkerSettings): Job {
  const { exporter, port } = expected
  const timeout = expected.timeout ?? exporter.timeout
  return {
    name: exporter.job,
    exporter: exporter.name,
    target: hostPort({ host: address, port }),
    interval: expected.interval ?? intervalFor(exporter, settings),
    ...(timeout === undefined ? {} : { timeout }),
    ...(exporter.honorLabels ? { honorLabels: true as const } : {}),
    witness: exporter.witness,
  }
}

/** A slow exporter keeps its own interval: its timeout may be longer than the interval that suits the others. */
function intervalFor(exporter: Exporter, settings: WorkerSettings): string {
  const byClass = INTERVALS[exporter.interval]
  return exporter.timeout === undefined ? (settings.scrapeInterval ?? byClass) : byClass
}
