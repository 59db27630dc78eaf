import type { Cloud } from '../../src/kolla/cloud.ts'
import { ansibleBool } from '../../src/kolla/jinja/python-value.ts'
import { isSince } from '../../src/kolla/release.ts'
import type { Resolved } from '../../src/kolla/resolve.ts'
import type { ExporterWishes, WorkerWishes } from '../../src/manifest/settings.ts'
import { parseDuration } from '../../src/model/duration.ts'
import type { Problem } from '../../src/model/problem.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Exporter } from './exporter.ts'
import { EXPORTERS } from './exporters.ts'
import { timingOf } from './intervals.ts'
import type { Expectation, ExpectedExporter } from './jobs.ts'
import { endpointTexts } from './probes.ts'

/** What Kolla's files and the manifest say of one node's exporters, and what in them could not be understood. */
export function expectationOf(
  node: { readonly name: string; readonly groups: readonly string[] },
  cloud: Cloud,
  wishes: WorkerWishes,
): { expectation: Expectation; problems: Problem[] } {
  const problems: Problem[] = []
  const read = (key: string): unknown => known(cloud.resolve(node.name, key), problems)
  const address = literalAddress(cloud, node.name)
  const sources = { read, wishes, cloud, node, problems }
  const exporters = EXPORTERS.flatMap((exporter) => expected(exporter, sources))
  const expectation = {
    node: node.name,
    apiInterface: address === undefined ? String(read('api_interface')) : undefined,
    address,
    family: read('api_address_family') === 'ipv6' ? ('ipv6' as const) : ('ipv4' as const),
    exporters,
  }
  return { expectation, problems }
}

interface Sources {
  readonly read: (key: string) => unknown
  readonly wishes: WorkerWishes
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
  const timeout = exporter.timeoutVariable === undefined ? undefined : String(read(exporter.timeoutVariable))
  const kollaTimeout = timeout !== undefined && parseDuration(timeout) !== undefined ? timeout : undefined
  return [
    {
      exporter,
      port: wish.port ?? portOf(exporter, sources),
      scheme:
        exporter.tlsVariable !== undefined && ansibleBool(read(exporter.tlsVariable)) ? 'https' : 'http',
      ...timingOf(exporter, wish, wishes, kollaTimeout),
      ...(exporter.endpoints === undefined ? {} : { endpoints }),
      ...passwordOf(exporter, read, problems),
    },
  ]
}

/** An exporter is there when group, release, flag and enable_prometheus all say so, unless the manifest disagrees. */
function isThere(exporter: Exporter, wish: ExporterWishes, { read, cloud, node }: Sources): boolean {
  if (!node.groups.includes(exporter.group)) return false
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
