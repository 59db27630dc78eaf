import type { Cloud } from '../../../src/kolla/cloud.ts'
import { ansibleBool } from '../../../src/kolla/jinja/python-value.ts'
import type { Exporter } from '../../../src/kolla/releases/exporter.ts'
import { exportersIn } from '../../../src/kolla/releases/exporters.ts'
import type { Resolved } from '../../../src/kolla/resolve.ts'
import { type ProblemText, wrong } from '../../../src/manifest/problems/manifest-problem.ts'
import type { ExporterSpec, NodeSpec, WorkerSpec } from '../../../src/manifest/settings.ts'
import { isLonger, parseDuration } from '../../../src/values/duration.ts'
import { Secret } from '../../../src/values/secret.ts'
import type { YamlPath } from '../../../src/yaml/tree.ts'
import { DEFAULTS, REMOTE_WRITE } from '../worker/defaults.ts'
import { overridePath, specFor } from '../worker/overrides.ts'
import type { Filter } from '../worker/vars.ts'
import { apiPlace } from './api-interface.ts'
import { endpointsOf, targetLabels } from './endpoints.ts'
import { filterOf, sentinelDrop } from './filters.ts'
import { type Timing, timingOf } from './intervals.ts'
import type { Expectation, ExpectedExporter } from './jobs.ts'
import { type KollaProblem, kollaProblem } from './kolla-problem.ts'

/** An expectation, and what of it could not be understood. */
export interface NodeReading {
  readonly expectation: Expectation
  /** Exporters of which it cannot be said whether and how the node has them. */
  readonly unclear: readonly string[]
  readonly problems: readonly KollaProblem[]
}

/** What Kolla's files and the manifest say of one node's exporters, and what in them could not be understood. */
export function expectationOf(
  node: { readonly name: string; readonly groups: readonly string[] },
  cloud: Cloud,
  spec: WorkerSpec,
): NodeReading {
  const problems: KollaProblem[] = []
  const read = (key: string): unknown => known(cloud.resolve(node.name, key), problems)
  const place = apiPlace(cloud, node.name, problems)
  const family = read('api_address_family')
  const { scrapeIntervals } = spec
  const nodeSpec = { ...specFor(node, spec), ...(scrapeIntervals === undefined ? {} : { scrapeIntervals }) }
  const placeOf: NodeSources['placeOf'] = (exporter, key) => [
    ...overridePath(node, spec, ({ exporters: all }) => all[exporter]?.[key] !== undefined),
    'exporters',
    exporter,
  ]
  const sources = { read, spec: nodeSpec, placeOf, cloud, node, problems }
  const unclear: string[] = []
  const exporters = exportersIn(cloud.release).flatMap((exporter) => {
    const before = problems.length
    const found = expected(exporter, sources)
    if (problems.slice(before).some(({ severity }) => severity === 'error')) unclear.push(exporter.name)
    return found
  })
  const expectation = {
    node: node.name,
    ...place,
    family: String(family).toLowerCase() === 'ipv6' ? ('ipv6' as const) : ('ipv4' as const),
    exporters,
    settings: {
      ...(nodeSpec.remoteWrite === undefined
        ? {}
        : { remoteWrite: { ...REMOTE_WRITE, ...nodeSpec.remoteWrite } }),
      ...(nodeSpec.scrapeInterval === undefined ? {} : { scrapeInterval: nodeSpec.scrapeInterval }),
    },
  }
  return { expectation, unclear, problems }
}

interface NodeSources {
  readonly read: (key: string) => unknown
  readonly spec: NodeSpec & Pick<WorkerSpec, 'scrapeIntervals'>
  /** The part of the manifest that sets that key of an exporter for the node. */
  readonly placeOf: (exporter: string, key: keyof ExporterSpec) => YamlPath
  readonly cloud: Cloud
  readonly node: { readonly name: string; readonly groups: readonly string[] }
  readonly problems: KollaProblem[]
}

function expected(exporter: Exporter, sources: NodeSources): ExpectedExporter[] {
  const { spec, read } = sources
  const exporterSpec = spec.exporters[exporter.name] ?? {}
  if (!isThere(exporter, exporterSpec, sources)) return []
  const endpoints = endpointsOf(exporter, { ...sources, node: sources.node.name })
  if (exporter.endpoints !== undefined && endpoints.length === 0) return []
  const labelled = targetLabels(exporter, { ...sources, node: sources.node.name })
  const filter = filterOf(exporter, exporterSpec, spec.filters ?? DEFAULTS.filters)
  checkSentinel(exporter, exporterSpec, filter, sources)
  const limits = { ...spec.limits, ...exporterSpec.limits }
  return [
    {
      exporter,
      port: exporterSpec.port ?? portOf(exporter, sources),
      scheme: isOn(exporter.tlsVariable, read) ? 'https' : 'http',
      ...timing(exporter, exporterSpec, sources),
      ...(exporter.endpoints === undefined ? {} : { endpoints }),
      ...(Object.keys(labelled).length === 0 ? {} : { endpointLabels: labelled }),
      ...passwordOf(exporter, sources),
      ...(filter === undefined ? {} : { filter }),
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(exporterSpec.throughVip ? throughVip(exporter, sources) : {}),
    },
  ]
}

function checkSentinel(
  exporter: Exporter,
  { drop = [] }: ExporterSpec,
  filter: Filter | undefined,
  { placeOf, problems }: NodeSources,
): void {
  const dropped = sentinelDrop(exporter, filter)
  if (dropped === undefined) return
  problems.push(
    wrong(
      [...placeOf(exporter.name, 'drop'), 'drop', drop.indexOf(dropped)],
      `${shown(dropped)} drops ${exporter.sentinel}, by which the arrival of this exporter is proven`,
      'write a narrower expression',
    ),
  )
}

/** Kolla's timeout counts before ours, and a timeout longer than the interval is the operator's mistake. */
function timing(exporter: Exporter, exporterSpec: ExporterSpec, sources: NodeSources): Timing {
  const { read, spec, placeOf, problems } = sources
  const written = exporter.timeoutVariable === undefined ? undefined : read(exporter.timeoutVariable)
  const kolla = typeof written === 'string' && parseDuration(written) !== undefined ? written : undefined
  const usual = { timeout: kolla, interval: writtenInterval(exporter, sources) }
  const { interval, timeout } = timingOf(exporter, exporterSpec, spec, usual)
  if (timeout !== undefined && isLonger(timeout, interval))
    problems.push(
      wrong(
        [...placeOf(exporter.name, 'scrapeTimeout'), 'scrape_timeout'],
        `${timeout} is longer than the scrape interval, ${interval}`,
        `write ${interval} at most, or a longer scrape_interval beside it`,
      ),
    )
  return { interval, ...(timeout === undefined ? {} : { timeout }) }
}

/** An interval that the operator wrote in Kolla's files. Kolla's own default gives way to the guide's class. */
function writtenInterval(
  { intervalVariable = 'prometheus_scrape_interval' }: Exporter,
  { cloud, node, problems }: NodeSources,
): string | undefined {
  const resolved = cloud.resolve(node.name, intervalVariable)
  if (!resolved.known) return undefined
  const { value, origin, through } = resolved
  if (origin.kind === 'default' && through.length === 0) return undefined
  if (typeof value === 'string' && parseDuration(value) !== undefined) return value
  const message = `expected a duration such as 60s, found ${shown(value)}; it is not taken over`
  const problem = kollaProblem(intervalVariable, resolved, { message, remedy: 'correct it' })
  // Several are made of one, which is said once.
  problems.push({ ...problem, message, severity: 'warning' })
  return undefined
}

/** The cloud's internal address, which HAProxy serves with Kolla's internal certificate where there is one. */
function throughVip(
  exporter: Exporter,
  sources: NodeSources,
): Pick<ExpectedExporter, 'scheme' | 'vip'> | object {
  const { read, placeOf, problems } = sources
  if (!exporter.atVip) {
    const path = [...placeOf(exporter.name, 'throughVip'), 'through_vip']
    problems.push(wrong(path, "is not served at Kolla's internal address", 'take it out'))
    return {}
  }
  const vip = read('kolla_internal_fqdn')
  if (typeof vip !== 'string' || vip === '') {
    const remedy = 'set kolla_internal_vip_address in globals.yml'
    if (vip !== undefined) addProblem('kolla_internal_fqdn', { message: 'is empty', remedy }, sources)
    return {}
  }
  return { vip, scheme: isOn('kolla_enable_tls_internal', read) ? 'https' : 'http' }
}

function isOn(variable: string | undefined, read: NodeSources['read']): boolean {
  return variable !== undefined && ansibleBool(read(variable))
}

/** An exporter is there when group, release, flag and enable_prometheus all say so, unless the manifest disagrees. */
function isThere(exporter: Exporter, exporterSpec: ExporterSpec, { read, node }: NodeSources): boolean {
  // Through the internal address any node can scrape it.
  const mayScrape = node.groups.includes(exporter.group) || (exporterSpec.throughVip && exporter.atVip)
  if (!mayScrape) return false
  if (exporterSpec.enabled !== undefined) return exporterSpec.enabled
  if (exporter.onlyIfAsked || !ansibleBool(read('enable_prometheus'))) return false
  return ansibleBool(read(exporter.enabledBy))
}

function portOf({ portVariable }: Exporter, sources: NodeSources): number {
  if (portVariable === undefined) return 0
  const found = sources.read(portVariable)
  const port = Number(found)
  if (found !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    const message = `expected a port from 1 to 65535, found ${shown(found)}`
    addProblem(portVariable, { message, remedy: 'correct it' }, sources)
  }
  return port
}

function passwordOf({ passwordVariable }: Exporter, sources: NodeSources): { password?: Secret } {
  if (passwordVariable === undefined) return {}
  const value = sources.read(passwordVariable)
  if (value instanceof Secret && value.reveal() !== '') return { password: value }
  if (value !== undefined)
    addProblem(
      passwordVariable,
      { message: 'is empty', remedy: 'let Kolla fill passwords.yml: kolla-genpwd' },
      sources,
    )
  return {}
}

/** Adds a problem with a variable of Kolla's, as it is on the node. */
function addProblem(variable: string, problem: ProblemText, { cloud, node, problems }: NodeSources): void {
  problems.push(kollaProblem(variable, cloud.resolve(node.name, variable), problem))
}

function known(resolved: Resolved, problems: KollaProblem[]): unknown {
  if (resolved.known) return resolved.value
  problems.push({ ...resolved.problem, severity: 'error' })
  return undefined
}

function shown(value: unknown): string {
  return JSON.stringify(value)
}
