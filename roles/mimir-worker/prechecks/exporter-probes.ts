import { endpoint } from '../../../src/values/endpoint.ts'
import { type ExpectedExporter, exporterJobs } from '../exporters/jobs.ts'
import type { Facts } from '../node/facts.ts'
import { locate } from '../plan/target-location.ts'
import type { Filter, WorkerSettings } from '../worker/vars.ts'

/** One exporter that prechecks scrape themselves: where, for what, and how long it may take. */
export interface ExporterProbe {
  /** Name in `worker.exporters`; with a place or a number behind it where it stands for several. */
  readonly name: string
  readonly exporter: string
  /** What the blackbox exporter probes, where it is a probe. */
  readonly target?: string
  readonly container: string
  readonly port: number
  /** `host:port` after Kolla's files. */
  readonly expected: string
  /** Undefined where nothing of it is on the node. */
  readonly url: string | undefined
  /** Where it is, where that is not as expected. */
  readonly found: string | undefined
  /** Metric that proves it is what it should be; `up` where none is sure. */
  readonly family: string
  /** The metrics that are 0 where what it watches is down: a regular expression of whole names. */
  readonly up?: string
  readonly seconds: number
  /** How often the worker will scrape it, and what it will keep of that. */
  readonly interval: string
  readonly filter?: Filter
  /** Whether one node of the cloud scrapes it for all. */
  readonly once: boolean
  /** The Authorization header that it asks for. */
  readonly login: string | undefined
}

/** The exporters of one node, each where the worker would scrape it, and each probe of the blackbox exporter. */
export function exporterProbes(
  expected: readonly ExpectedExporter[],
  address: string,
  facts: Facts,
  settings: WorkerSettings,
): ExporterProbe[] {
  return expected.flatMap((exporter) => probesOfExporter(exporter, address, facts, settings))
}

function probesOfExporter(
  expected: ExpectedExporter,
  address: string,
  facts: Facts,
  settings: WorkerSettings,
): ExporterProbe[] {
  const { exporter, port, vip } = expected
  const { at, difference } = locate(expected, address, facts)
  const common = {
    exporter: exporter.name,
    container: exporter.container,
    port,
    expected: endpoint({ host: vip ?? address, port }),
    family: exporter.sentinel,
    interval: expected.interval,
    ...(expected.filter === undefined ? {} : { filter: expected.filter }),
    once: exporter.scope === 'cloud',
    ...(exporter.upMetrics === undefined ? {} : { up: exporter.upMetrics }),
  }
  if (at === undefined)
    return [
      { ...common, name: exporter.name, url: undefined, found: undefined, seconds: 0, login: undefined },
    ]
  const elsewhere = difference !== undefined && endpoint(at) !== common.expected ? endpoint(at) : undefined
  const isProbes = exporter.endpoints?.kind === 'probes'
  const jobs = exporterJobs({ expected, at }, settings)
  return jobs.map((job, index) => ({
    ...common,
    name: jobs.length > 1 ? `${exporter.name}@${isProbes ? index : job.target}` : exporter.name,
    ...(isProbes ? { target: job.instance ?? '' } : {}),
    // Then the answer has the probe's own words too.
    url: isProbes ? `${job.url}&debug=true` : job.url,
    found: elsewhere,
    seconds: Math.max(1, Math.ceil(Number.parseFloat(job.timeout ?? '10s'))),
    login: job.login === undefined ? undefined : basic(job.login.username, job.login.password.reveal()),
  }))
}

function basic(username: string, password: string): string {
  return `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
