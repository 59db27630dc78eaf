import { isRecord, listOf } from '../../../src/values/json.ts'
import { foundYaml } from '../generation/found-yaml.ts'
import type { DesiredGeneration } from '../generation/generation.ts'
import { configDifferences } from '../generation/loaded-differences.ts'
import type { Facts } from '../node/facts.ts'

/** What Prometheus never fills in on its own, and what decides where samples go, how, and which. */
const ROUTE = [
  'authorization',
  'azuread',
  'basic_auth',
  'google_iam',
  'no_proxy',
  'oauth2',
  'proxy_connect_header',
  'proxy_from_environment',
  'proxy_url',
  'sigv4',
  'tls_config',
  'write_relabel_configs',
] as const

/** Files of a generation on which nothing but sending depends. */
const SECRETS = /^secrets\/mimir-/u

/** Whether a generation sends otherwise than the worker that runs: it may then be the remedy for what does not go through. */
export function changesSending(generation: DesiredGeneration, facts: Facts): boolean {
  const loaded = facts.worker?.config ?? ''
  const isOther = configDifferences(generation, loaded).some(({ field }) => field.startsWith('remote_write'))
  return isOther || hasOtherRoute(generation, loaded) || hasOtherSecrets(generation, facts)
}

/** Settings of a queue by which samples go nowhere else and in no other way. */
const TUNING = /^remote_write\[\d+\]\.(?:queue_config|name)\b/u

/**
 * What changes of where a running worker sends, as whom, and with which login and TLS: every sample that it scrapes
 * depends on that. Empty where nothing does, and for a worker that does not run or sends nothing.
 */
export function reroutingOf(generation: DesiredGeneration, facts: Facts): string[] {
  const loaded = facts.worker?.config ?? ''
  if (facts.container?.status !== 'running' || !loaded.includes('remote_write:')) return []
  const fields = configDifferences(generation, loaded)
    .map(({ field }) => field)
    .filter((field) => field.startsWith('remote_write') && !TUNING.test(field))
    .map((field) => field.replace(/^remote_write(?:\[\d+\])?\./u, ''))
  const others = [
    ...(hasOtherRoute(generation, loaded) ? ['proxy or filter'] : []),
    ...(hasOtherSecrets(generation, facts) ? ['secrets'] : []),
  ]
  return [...new Set([...fields, ...others])]
}

/** Something that stands in the loaded configuration only, such as a proxy that somebody put there by hand. */
function hasOtherRoute({ document }: DesiredGeneration, loaded: string): boolean {
  const value = foundYaml(loaded)
  const found = isRecord(value) ? listOf(value, 'remote_write').filter(isRecord) : []
  return found.some((queue, at) => {
    const wanted: unknown = document.remote_write[at]
    return ROUTE.some((key) => key in queue && !(isRecord(wanted) && key in wanted))
  })
}

function hasOtherSecrets({ files }: DesiredGeneration, { files: { onDisk } }: Facts): boolean {
  const wanted = new Map(files.map(({ path, sha256 }) => [path, sha256]))
  const paths = new Set([...wanted.keys(), ...onDisk.keys()].filter((path) => SECRETS.test(path)))
  return [...paths].some((path) => wanted.get(path) !== onDisk.get(path))
}
