import { isIP } from 'node:net'
import type { Reason } from '../../../src/model/report.ts'
import { endpointOf } from '../../../src/values/endpoint.ts'
import { isRecord, listOf, textOf } from '../../../src/values/json.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { DesiredGeneration } from '../generation/generation.ts'
import type { Copied, Facts, FoundNames } from '../node/facts.ts'

/**
 * What the worker's process takes a name for and the node no longer does: only a new start reads these files anew, and
 * only a new process surely connects anew. Nothing where every target and Mimir have addresses.
 */
export function staleNames(facts: Facts, generation: Pick<DesiredGeneration, 'document'>): Reason[] {
  const { names: found, container } = facts
  if (found === undefined || container?.status !== 'running') return []
  const wanted = namesIn(generation)
  if (wanted.length === 0) return []
  const after = Math.floor(container.startedAt)
  const hosts = found.hosts.changedAt < after ? [] : wanted.flatMap((name) => otherHosts(name, found.hosts))
  const servers = wanted.every((name) => isOfFile(name, found)) ? [] : otherServers(found.servers, after)
  const stale = [...hosts, ...servers]
  return stale.length > 0 ? stale : connectedElsewhere(facts, found, generation)
}

/** Names that the worker has to resolve: of Mimir, and of what it scrapes. */
function namesIn({ document }: Pick<DesiredGeneration, 'document'>): string[] {
  const hosts = [pushHost(document), ...targetsIn(document).map(hostOf)]
  return [...new Set(hosts.filter((host) => host !== '' && isIP(host) === 0 && host !== 'localhost'))]
}

function pushUrlIn({ remote_write }: DesiredGeneration['document']): string {
  return textOf(remote_write.filter(isRecord)[0], 'url')
}

function pushHost(document: DesiredGeneration['document']): string {
  const url = pushUrlIn(document)
  return URL.canParse(url) ? endpointOf(url).host : ''
}

function targetsIn({ scrape_configs }: DesiredGeneration['document']): string[] {
  return scrape_configs
    .filter(isRecord)
    .flatMap((config) => listOf(config, 'static_configs').filter(isRecord))
    .flatMap((config) => listOf(config, 'targets').filter((target) => typeof target === 'string'))
}

/** Of `host:port`, of an address in brackets, or of the URL of a probe. */
function hostOf(target: string): string {
  const url = target.includes('://') ? target : `http://${target}`
  return URL.canParse(url) ? endpointOf(url).host : ''
}

function otherHosts(name: string, { node, worker }: Copied): Reason[] {
  const [there, here] = [addressesOf(name, worker), addressesOf(name, node)]
  return there === here ? [] : [reason(`${name} in /etc/hosts`, there, here)]
}

/** Its addresses in the lines that only one of two files has. */
function addressesOf(name: string, lines: readonly string[]): string {
  const addresses = lines.flatMap((line) => {
    const [address = '', ...names] = line.toLowerCase().split(' ')
    return names.includes(name.toLowerCase()) ? [address] : []
  })
  return [...new Set(addresses)].sort().join(' ')
}

/** Whether no name server is queried for it. */
function isOfFile(name: string, { mimir }: FoundNames): boolean {
  return mimir?.source === 'files' && mimir.name === name
}

function otherServers(servers: Copied | undefined, after: number): Reason[] {
  if (servers === undefined || servers.changedAt < after) return []
  const [there, here] = [servers.worker.join(', '), servers.node.join(', ')]
  return there === here ? [] : [reason('/etc/resolv.conf', there, here)]
}

/**
 * A connection that lives on where the name has moved. Of several addresses by DNS the next answer may name others, so
 * there it shows nothing; nor where the operator's own scrapes may be what is connected.
 */
function connectedElsewhere(
  { records }: Facts,
  { mimir, connections }: FoundNames,
  { document }: Pick<DesiredGeneration, 'document'>,
): Reason[] {
  const running = records?.generation
  if (mimir === undefined || running?.pushUrl !== pushUrlIn(document)) return []
  if (mimir.name !== pushHost(document) || running.extraScrapeConfigs.length > 0) return []
  if (mimir.source === 'dns' && mimir.addresses.length > 1) return []
  const scraped = new Set(targetsIn(document).map(hostOf))
  const remote = connections.filter((address) => !scraped.has(address))
  if (remote.length === 0 || remote.some((address) => mimir.addresses.includes(address))) return []
  return [reason(`connection to ${mimir.name}`, remote.join(' '), mimir.addresses.join(' '))]
}

function reason(field: string, current: string, desired: string): Reason {
  return { field, current: safeLine(current || 'none'), desired: safeLine(desired || 'none') }
}
