import type { Cloud } from '../../../src/kolla/cloud.ts'
import { ansibleBool } from '../../../src/kolla/jinja/python-value.ts'
import type { Exporter } from '../../../src/kolla/releases/exporter.ts'
import { isSince, type Release } from '../../../src/kolla/releases/release.ts'
import type { Resolved } from '../../../src/kolla/resolve.ts'
import type { Problem } from '../../../src/model/problem.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { isRecord } from '../../../src/values/json.ts'
import { DEFAULT_PROBES, type DefaultProbe, HOST_PROBES, type HostProbe } from './kolla-probes.ts'
import { type KollaProblem, kollaProblem } from './kolla-problem.ts'
import { endpointTexts } from './probes.ts'

interface EndpointSources {
  readonly cloud: Cloud
  /** The node that would scrape them. */
  readonly node: string
  readonly problems: KollaProblem[]
}

/** What is scraped in an exporter's place: the entries of Kolla's lists. */
export function endpointsOf({ endpoints }: Exporter, sources: EndpointSources): string[] {
  if (endpoints === undefined) return []
  if (endpoints.kind === 'probes') return [...new Set(probeTexts(sources))]
  const addresses = written(
    endpoints.variable,
    sources,
    (value) => targetTexts(value) ?? endpointTexts(value),
  )
  return [...new Set(addresses)]
}

/** The labels of those targets that Kolla's list gives some: by target. */
export function targetLabels(
  { endpoints }: Exporter,
  { cloud, node }: EndpointSources,
): Readonly<Record<string, Labels>> {
  if (endpoints?.kind !== 'addresses') return {}
  const entries = listed(valueHere(endpoints.variable, { cloud, node })) ?? []
  return Object.fromEntries(
    entries
      .filter(({ labels }) => Object.keys(labels).length > 0)
      .map(({ target, labels }) => [target, labels]),
  )
}

type Labels = Readonly<Record<string, string>>

interface Target {
  readonly target: string
  readonly labels: Labels
}

function targetTexts(value: unknown): string[] | undefined {
  return listed(value)?.map(({ target }) => target)
}

/** A list of `{ target, labels }`; undefined for any other. Whose worker scrapes them is the worker's own label. */
function listed(value: unknown): Target[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const targets = value.map((entry: unknown): Target | undefined => {
    if (!isRecord(entry) || typeof entry['target'] !== 'string') return undefined
    const labels = isRecord(entry['labels']) ? entry['labels'] : {}
    const own = Object.entries(labels).filter(([name]) => name !== 'node' && name !== 'job')
    return {
      target: entry['target'],
      labels: Object.fromEntries(own.map(([name, text]) => [name, String(text)])),
    }
  })
  return targets.every((target) => target !== undefined) ? targets : undefined
}

/** Kolla's list of probes as it was written, or else its own with the operator's additions, in its order. */
function probeTexts(sources: EndpointSources): string[] {
  const whole = written('prometheus_blackbox_exporter_endpoints', sources)
  if (whole !== undefined) return whole
  const { release } = sources.cloud
  if (release !== undefined && !isSince(release, '2024.2')) return []
  const base = written('prometheus_blackbox_exporter_endpoints_default', sources) ?? defaults(sources)
  return [...base, ...(written('prometheus_blackbox_exporter_endpoints_custom', sources) ?? [])].sort()
}

/** The entries of a list; undefined where it is set nowhere: not every release has each of them. */
function written(
  variable: string,
  { cloud, node, problems }: EndpointSources,
  read = endpointTexts,
): string[] | undefined {
  const resolved = cloud.resolve(node, variable)
  if (!resolved.known) {
    const { at, path } = resolved.problem
    if (resolved.reason === 'undefined' && at === undefined && path === variable) return undefined
    const isOfNode = resolved.reason === 'needs-node'
    problems.push(isOfNode ? leftOut(`the list ${variable}`, resolved.problem) : resolved.problem)
    return []
  }
  const texts = read(resolved.value ?? [])
  if (texts === undefined)
    problems.push(
      kollaProblem(variable, resolved, {
        message: 'expected a list of texts',
        remedy: 'write each endpoint as one text',
      }),
    )
  return texts ?? []
}

/** Kolla's own list, which it has since 2024.2. What of it cannot be said here is left out with a warning. */
function defaults(sources: EndpointSources): string[] {
  const { release } = sources.cloud
  if (release === undefined || !isSince(release, '2024.2')) return []
  const there = (probe: { readonly since?: Release; readonly until?: Release }): boolean =>
    isSince(release, probe.since ?? release) && isSince(probe.until ?? release, release)
  const atHosts = HOST_PROBES.filter(there).flatMap((probe) => hostProbeTexts(probe, sources))
  if (!hasAddress(sources)) return atHosts
  return [...DEFAULT_PROBES.filter(there).flatMap((probe) => probeText(probe, sources)), ...atHosts]
}

const WHOSE = "Kolla's probing of the cloud's own addresses"

function hasAddress({ cloud, node, problems }: EndpointSources): boolean {
  const resolved = cloud.resolve(node, 'kolla_internal_fqdn')
  const nothing = resolved.known && (resolved.value === '' || resolved.value === null)
  const path = 'kolla_internal_vip_address'
  const remedy = 'set it in globals.yml'
  if (!resolved.known) problems.push(leftOut(WHOSE, resolved.problem))
  else if (nothing)
    problems.push(
      leftOut(WHOSE, { severity: 'warning', at: undefined, path, message: 'is set nowhere', remedy }),
    )
  return resolved.known && !nothing
}

function probeText(
  { service, module, url, path = '', on, off = [] }: DefaultProbe,
  sources: EndpointSources,
): string[] {
  const isOn = (variable: string): boolean => ansibleBool(valueHere(variable, sources))
  if (!on.every(isOn) || off.some(isOn)) return []
  const resolved = sources.cloud.resolve(sources.node, url)
  if (resolved.known) return [`${service}:${module}:${String(resolved.value)}${path}`]
  sources.problems.push(leftOut(`the probe of ${service}`, resolved.problem))
  return []
}

/** Only where the API address of a host was written down: else the host alone knows it. */
function hostProbeTexts(probe: HostProbe, sources: EndpointSources): string[] {
  const { service, group, enabledBy, port, tlsVariable, protocol } = probe
  if (!ansibleBool(valueHere(enabledBy, sources))) return []
  const isTls = tlsVariable !== undefined && ansibleBool(valueHere(tlsVariable, sources))
  return (sources.cloud.groups.get(group) ?? []).flatMap((host) => {
    const read = (variable: string): unknown => known(sources.cloud.resolve(host, variable))
    const address = read('api_interface_address')
    if (typeof address !== 'string' || address === '') return []
    const at = endpoint({ host: address, port: String(read(port)) })
    if (protocol !== undefined)
      return [`${service}_${host}:http_2xx:${String(read(protocol))}://${at}/metrics`]
    return [`${service}_${host}:${isTls ? 'tls_connect' : 'tcp_connect'}:${at}`]
  })
}

function valueHere(variable: string, { cloud, node }: Pick<EndpointSources, 'cloud' | 'node'>): unknown {
  return known(cloud.resolve(node, variable))
}

function known(resolved: Resolved): unknown {
  return resolved.known ? resolved.value : undefined
}

function leftOut(what: string, problem: Problem): Problem {
  return { ...problem, severity: 'warning', message: `${problem.message}, so ${what} is left out` }
}
