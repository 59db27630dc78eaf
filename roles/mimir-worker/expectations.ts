import type { Cloud } from '../../src/kolla/cloud.ts'
import { ansibleBool } from '../../src/kolla/jinja/python-value.ts'
import { isSince } from '../../src/kolla/release.ts'
import type { Resolved } from '../../src/kolla/resolve.ts'
import type { ExporterWishes, NodeWishes, WorkerWishes } from '../../src/manifest/settings.ts'
import { parseDuration } from '../../src/model/duration.ts'
import type { Problem } from '../../src/model/problem.ts'
import { Secret } from '../../src/model/secret.ts'
import { DEFAULTS, REMOTE_WRITE } from './defaults.ts'
import type { Exporter } from './exporter.ts'
import { EXPORTERS } from './exporters.ts'
import { filterOf, witnessDrop } from './filters.ts'
import { isLonger, type Timing, timingOf } from './intervals.ts'
import type { Expectation, ExpectedExporter } from './jobs.ts'
import { endpointTexts } from './probes.ts'
import { wishesFor } from './wishes.ts'

/** What Kolla's files and the manifest say of one node's exporters, and what in them could not be understood. */
export function expectationOf(
  node: { readonly name: string; readonly groups: readonly string[] },
  cloud: Cloud,
  wishes: WorkerWishes,
): { expectation: Expectation; problems: Problem[] } {
  const problems: Problem[] = []
  const read = (key: string): unknown => known(cloud.resolve(node.name, key), problems)
  const address = literalAddress(cloud, node.name)
  const { scrapeIntervals } = wishes
  const own = { ...wishesFor(node, wishes), ...(scrapeIntervals === undefined ? {} : { scrapeIntervals }) }
  const sources = { read, wishes: own, cloud, node, problems }
  const exporters = EXPORTERS.flatMap((exporter) => expected(exporter, sources))
  const expectation = {
    node: node.name,
    apiInterface: address === undefined ? String(read('api_interface')) : undefined,
    address,
    family: read('api_address_family') === 'ipv6' ? ('ipv6' as const) : ('ipv4' as const),
    exporters,
    settings: {
      ...(own.remoteWrite === undefined ? {} : { remoteWrite: { ...REMOTE_WRITE, ...own.remoteWrite } }),
      ...(own.scrapeInterval === undefined ? {} : { scrapeInterval: own.scrapeInterval }),
    },
  }
  return { expectation, problems }
}

interface Sources {
  readonly read: (key: string) => unknown
  readonly wishes: NodeWishes & Pick<WorkerWishes, 'scrapeIntervals'>
  readonly cloud: Cloud
  readonly node: { readonly name: string; readonly groups: readonly string[] }
  readonly problems: Problem[]
}

function expected(exporter: Exporter, sources: Sources): ExpectedExporter[] {
  const { wishes, read, problems } = sources
  const wish = wishes.exporters[exporter.name] ?? {}
  if (!isThere(exporter, wish, sources)) return []
  const endpoints = endpointsOf(exporter, sources)
  if (exporter.endpoints !== undefined && endpoints.length === 0) return []
  const filter = filterOf(exporter, wish, wishes.filters ?? DEFAULTS.filters)
  const dropped = witnessDrop(exporter, filter)
  if (dropped !== undefined)
    problems.push(
      mistake(
        `worker.exporters.${exporter.name}.drop`,
        `${shown(dropped)} drops ${exporter.witness}, by which the arrival of this exporter is proven`,
        'write a narrower expression',
      ),
    )
  const limits = { ...wishes.limits, ...wish.limits }
  return [
    {
      exporter,
      port: wish.port ?? portOf(exporter, sources),
      scheme: isOn(exporter.tlsVariable, read) ? 'https' : 'http',
      ...timing(exporter, wish, sources),
      ...(exporter.endpoints === undefined ? {} : { endpoints }),
      ...passwordOf(exporter, read, problems),
      ...(filter === undefined ? {} : { filter }),
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(wish.throughVip ? throughVip(exporter, sources) : {}),
    },
  ]
}

/** Kolla's timeout counts before ours, and a timeout longer than the interval is the operator's mistake. */
function timing(exporter: Exporter, wish: ExporterWishes, { read, wishes, problems }: Sources): Timing {
  const written = exporter.timeoutVariable === undefined ? undefined : read(exporter.timeoutVariable)
  const kolla = typeof written === 'string' && parseDuration(written) !== undefined ? written : undefined
  const { interval, timeout } = timingOf(exporter, wish, wishes, kolla)
  if (timeout !== undefined && isLonger(timeout, interval))
    problems.push(
      mistake(
        `worker.exporters.${exporter.name}.scrape_timeout`,
        `${timeout} is longer than the scrape interval, ${interval}`,
        `write ${interval} at most, or a longer scrape_interval beside it`,
      ),
    )
  return { interval, ...(timeout === undefined ? {} : { timeout }) }
}

/** The cloud's internal address, which HAProxy serves with Kolla's internal certificate where there is one. */
function throughVip(
  exporter: Exporter,
  { read, problems }: Sources,
): Pick<ExpectedExporter, 'scheme' | 'vip'> | object {
  if (!exporter.atVip) {
    const path = `worker.exporters.${exporter.name}.through_vip`
    problems.push(mistake(path, "is not served at Kolla's internal address", 'take it out'))
    return {}
  }
  const vip = read('kolla_internal_fqdn')
  if (typeof vip !== 'string' || vip === '') {
    const remedy = 'set kolla_internal_vip_address in globals.yml'
    if (vip !== undefined) problems.push(mistake('kolla_internal_fqdn', 'is empty', remedy))
    return {}
  }
  return { vip, scheme: isOn('kolla_enable_tls_internal', read) ? 'https' : 'http' }
}

function isOn(variable: string | undefined, read: Sources['read']): boolean {
  return variable !== undefined && ansibleBool(read(variable))
}

/** An exporter is there when group, release, flag and enable_prometheus all say so, unless the manifest disagrees. */
function isThere(exporter: Exporter, wish: ExporterWishes, { read, cloud, node }: Sources): boolean {
  // Through the internal address any node can scrape it.
  const mayScrape = node.groups.includes(exporter.group) || (wish.throughVip && exporter.atVip)
  if (!mayScrape) return false
  if (wish.enabled !== undefined) return wish.enabled
  if (exporter.onlyIfAsked || !ansibleBool(read('enable_prometheus'))) return false
  const { release } = cloud
  if (exporter.since !== undefined && release !== undefined && !isSince(release, exporter.since)) return false
  return ansibleBool(read(exporter.enabledBy))
}

function portOf({ portVariable }: Exporter, { read, problems }: Sources): number {
  if (portVariable === undefined) return 0
  const found = read(portVariable)
  const port = Number(found)
  if (found !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    problems.push(
      mistake(
        portVariable,
        `expected a port from 1 to 65535, found ${shown(found)}`,
        'correct it in globals.yml',
      ),
    )
  return port
}

/** The entries of Kolla's lists. One that is set nowhere is empty: not every release has each of them. */
function endpointsOf({ endpoints }: Exporter, { cloud, node, problems }: Sources): string[] {
  const lists = (endpoints?.variables ?? []).map((variable) => {
    const resolved = cloud.resolve(node.name, variable)
    if (!resolved.known && resolved.reason === 'undefined') return []
    const value = known(resolved, problems) ?? []
    const texts = endpointTexts(value)
    if (texts === undefined)
      problems.push(mistake(variable, 'expected a list of texts', 'write each endpoint as one text'))
    return texts ?? []
  })
  return [...new Set(lists.flat())]
}

function passwordOf(
  { passwordVariable }: Exporter,
  read: Sources['read'],
  problems: Problem[],
): { password?: Secret } {
  if (passwordVariable === undefined) return {}
  const value = read(passwordVariable)
  if (value instanceof Secret && value.reveal() !== '') return { password: value }
  if (value !== undefined)
    problems.push(mistake(passwordVariable, 'is empty', 'let Kolla fill passwords.yml: kolla-genpwd'))
  return {}
}

/** The API address where somebody wrote it down; as a rule only the node itself knows it. */
function literalAddress(cloud: Cloud, node: string): string | undefined {
  const [target, own] = ['prometheus_target_address', 'api_interface_address'].map((key) =>
    cloud.resolve(node, key),
  )
  const written = [target, own].find((one) => one?.known && typeof one.value === 'string' && one.value !== '')
  return written?.known ? String(written.value) : undefined
}

function known(resolved: Resolved, problems: Problem[]): unknown {
  if (resolved.known) return resolved.value
  problems.push(resolved.problem)
  return undefined
}

function shown(value: unknown): string {
  return JSON.stringify(value)
}

function mistake(path: string, message: string, remedy: string): Problem {
  return { severity: 'error', at: undefined, path, message, remedy }
}
