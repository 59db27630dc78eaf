import { labelProblems } from '../../../src/manifest/sections/labels.ts'
import { imageFault } from '../../../src/manifest/values/image-reference.ts'
import { parseListen } from '../../../src/manifest/values/listen.ts'
import { mimirUrlFault } from '../../../src/manifest/values/mimir-url.ts'
import { tenantFault } from '../../../src/manifest/values/tenant.ts'
import type { Adoptable } from '../../../src/model/adoption.ts'
import { isLonger } from '../../../src/values/duration.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { jobUrl } from '../exporters/scrape-url.ts'
import { DEFAULTS, type REMOTE_WRITE } from '../worker/defaults.ts'
import type { Job, WorkerVars } from '../worker/vars.ts'
import { exporterCandidate } from './adoption-exporters.ts'
import { type AdoptionCandidate, type Change, isCount, isDuration } from './candidate.ts'
import type { Setting } from './settings-in-files.ts'

/** The key that would give a setting the value that it has on the node; undefined where the manifest has none for it. */
export function candidateFor(
  { current, desired }: Change,
  vars: WorkerVars,
  follows: (exporter: string) => boolean,
): AdoptionCandidate | undefined {
  if (current === undefined)
    return desired === undefined ? undefined : exporterCandidate(desired, vars, 'gone')
  switch (current.kind) {
    case 'image':
      return imageCandidate(current, vars)
    case 'flag':
      return flagCandidate(current, vars)
    case 'label':
      return current.job === undefined ? labelCandidate(current, vars) : undefined
    case 'sending':
      return sendingCandidate(current, vars)
    case 'interval':
      return isGeneral(current) ? intervalCandidate(current, vars, follows) : exporterCandidate(current, vars)
    case 'timeout':
    case 'target':
    case 'setting':
      return exporterCandidate(current, vars)
    case 'container':
    case 'job':
      return undefined
  }
}

/** A key of all workers. */
function general(key: string, value: Adoptable['value'], overridable = false): Adoptable {
  return { key, value, overridable }
}

function imageCandidate({ value }: Setting, vars: WorkerVars): AdoptionCandidate | undefined {
  if (typeof value !== 'string' || imageFault(value) !== undefined) return undefined
  const { version: _, ...rest } = vars
  return { settings: [general('worker.image', value)], vars: { ...rest, image: value, imageName: value } }
}

function flagCandidate({ name, value }: Setting, vars: WorkerVars): AdoptionCandidate | undefined {
  const text = String(value)
  if (name === '--web.listen-address') return listenCandidate(text, vars)
  if (!/^--storage\.(?:tsdb\.retention\.time|agent\.retention\.max-time)$/u.test(name)) return undefined
  if (!isDuration(text, ['1m', '10y'])) return undefined
  return { settings: [general('worker.retention', text)], vars: { ...vars, retention: text } }
}

/** The worker scrapes and checks itself where it listens. */
function listenCandidate(text: string, vars: WorkerVars): AdoptionCandidate | undefined {
  const read = parseListen(text)
  if (!read.ok || 'on' in read.value) return undefined
  const listen = read.value
  const jobs = vars.jobs.map((job) =>
    job.exporter === 'self' ? at({ ...job, target: endpoint(listen) }) : job,
  )
  return {
    settings: [general('worker.listen', text)],
    vars: { ...vars, listen, jobs },
    goesWith: ({ kind, name, job }) => name === 'healthcheck' || job === DEFAULTS.selfJob || kind === 'flag',
  }
}

function at(job: Omit<Job, 'url'>): Job {
  return { ...job, url: jobUrl(job) }
}

function labelCandidate({ name, value }: Setting, vars: WorkerVars): AdoptionCandidate | undefined {
  if (typeof value !== 'string' || value === '' || safeLine(value) !== value) return undefined
  if (labelProblems({ worker: { labels: { [name]: value } } }).length > 0) return undefined
  const labels = { ...vars.labels, [name]: value }
  return { settings: [general(`worker.labels.${name}`, value)], vars: { ...vars, labels } }
}

function sendingCandidate({ name, value }: Setting, vars: WorkerVars): AdoptionCandidate | undefined {
  if (name === 'mimir url') return urlCandidate(String(value), vars)
  if (name === 'mimir headers.X-Scope-OrgID') {
    if (typeof value !== 'string' || value === '' || tenantFault(value) !== undefined) return undefined
    return { settings: [general('mimir.tenant', value)], vars: { ...vars, tenant: value } }
  }
  return queueCandidate(name.replace(/^mimir queue_config\./u, ''), value, vars)
}

/** What each key of the queue takes. */
const QUEUE: Readonly<Record<keyof typeof REMOTE_WRITE, (value: unknown) => boolean>> = {
  capacity: (value) => isCount(value, 100_000_000),
  max_shards: (value) => isCount(value, 1000),
  max_samples_per_send: (value) => isCount(value, 100_000_000),
  batch_send_deadline: (value) => isDuration(value, ['1s', '1d']),
  min_backoff: (value) => isDuration(value, ['1ms', '1h']),
  max_backoff: (value) => isDuration(value, ['1ms', '1h']),
}

function queueCandidate(name: string, value: unknown, vars: WorkerVars): AdoptionCandidate | undefined {
  const takes = Object.entries(QUEUE).find(([key]) => key === name)?.[1]
  if (takes === undefined || !takes(value) || !(typeof value === 'string' || typeof value === 'number'))
    return undefined
  const remoteWrite = { ...vars.remoteWrite, [name]: value }
  const { min_backoff: least = '', max_backoff: most = '' } = remoteWrite
  if (isLonger(least, most)) return undefined
  return { settings: [general(`worker.remote_write.${name}`, value, true)], vars: { ...vars, remoteWrite } }
}

function urlCandidate(text: string, vars: WorkerVars): AdoptionCandidate | undefined {
  if (!URL.canParse(text) || safeLine(text) !== text) return undefined
  const { origin, pathname, search, hash } = new URL(text)
  const before = new URL(vars.pushUrl)
  // One with credentials, or written in some other way, is not the same again.
  if (mimirUrlFault(origin) !== undefined || text !== `${origin}${pathname}` || search + hash !== '')
    return undefined
  const settings = [
    ...(origin === before.origin ? [] : [general('mimir.url', origin)]),
    ...(pathname === before.pathname ? [] : [general('mimir.push_path', pathname)]),
  ]
  return { settings, vars: { ...vars, pushUrl: text } }
}

/** What has no interval of its own goes by worker.scrape_interval: Prometheus's global one, and the worker's own. */
function isGeneral({ name }: Setting): boolean {
  return name === 'global' || name === DEFAULTS.selfJob
}

function intervalCandidate(
  { value }: Setting,
  vars: WorkerVars,
  follows: (exporter: string) => boolean,
): AdoptionCandidate | undefined {
  const text = String(value)
  if (!isDuration(text, ['1s', '1d'])) return undefined
  const jobs = vars.jobs.map((job) =>
    job.exporter === 'self' || follows(job.exporter) ? { ...job, interval: text } : job,
  )
  // A timeout that is longer than its interval is no configuration.
  if (jobs.some(({ timeout, interval }) => timeout !== undefined && isLonger(timeout, interval)))
    return undefined
  return {
    settings: [general('worker.scrape_interval', text, true)],
    vars: { ...vars, scrapeInterval: text, jobs },
  }
}
