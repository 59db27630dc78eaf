import { isRecord, type JsonRecord, jsonRecord, listOf, textOf } from '../../../src/values/json.ts'
import type { ProvenJob, ProvenVars, WorkerVars } from '../worker/vars.ts'

/**
 * generation.json, beside the other files of a generation: what it takes to verify that a node runs it, for a
 * controller that did not render it. It holds no secrets.
 */
export interface GenerationRecord extends ProvenVars {
  readonly format: 1
  readonly container: string
  /** What the operator called the image. */
  readonly imageName: string
  /** Of the Prometheus in it; empty where it is not known. */
  readonly version: string
}

/** Pure: the record as text, the same for the same content on any machine. */
export function writeRecord(
  vars: ProvenVars & Pick<WorkerVars, 'imageName' | 'version'>,
  container: string,
): string {
  const { node, image, listen, labels, pushUrl, tenant, jobs, extraScrapeConfigs } = vars
  const record = {
    format: 1,
    node,
    image,
    imageName: vars.imageName ?? image,
    version: vars.version ?? '',
    listen: { host: listen.host, port: listen.port },
    labels,
    pushUrl,
    tenant,
    jobs: jobs.map(({ name, exporter, target, url, interval, sentinel }) => ({
      name,
      exporter,
      target,
      url,
      interval,
      // The name that the key has in format 1.
      witness: sentinel,
    })),
    extraScrapeConfigs: extraScrapeConfigs.map(({ job_name }) => ({ job_name })),
    container,
  }
  return `${JSON.stringify(record)}\n`
}

/** Pure: a record as a node has it; undefined where it is not whole, or of a format that is not known. */
export function readRecord(text: string): GenerationRecord | undefined {
  const record = jsonRecord(text)
  if (record?.['format'] !== 1) return undefined
  const words = (['node', 'image', 'pushUrl', 'tenant', 'container'] as const).map((key) => record[key])
  const [node, image, pushUrl, tenant, container] = words.filter((word) => typeof word === 'string')
  const listen = listenOf(record)
  const jobs = listOf(record, 'jobs').map(jobOf)
  const extra = listOf(record, 'extraScrapeConfigs').map((config) =>
    isRecord(config) ? textOf(config, 'job_name') : '',
  )
  if (container === undefined || listen === undefined || extra.includes('')) return undefined
  if (node === undefined || image === undefined || pushUrl === undefined || tenant === undefined)
    return undefined
  if (jobs.length === 0 || !jobs.every((job) => job !== undefined)) return undefined
  const labels = isRecord(record['labels']) ? stringsOf(record['labels']) : {}
  const extraScrapeConfigs = extra.map((job_name) => ({ job_name }))
  const [imageName, version] = [textOf(record, 'imageName') || image, textOf(record, 'version')]
  const rest = { listen, labels, pushUrl, tenant, jobs, extraScrapeConfigs, container }
  return { format: 1, node, image, imageName, version, ...rest }
}

function listenOf({ listen }: JsonRecord): ProvenVars['listen'] | undefined {
  if (!isRecord(listen)) return undefined
  const { host, port } = listen
  return typeof host === 'string' && typeof port === 'number' ? { host, port } : undefined
}

function jobOf(job: unknown): ProvenJob | undefined {
  if (!isRecord(job)) return undefined
  const words = (['name', 'exporter', 'target', 'url', 'interval', 'witness'] as const).map((key) =>
    textOf(job, key),
  )
  const [name = '', exporter = '', target = '', url = '', interval = '', sentinel = ''] = words
  return words.includes('') ? undefined : { name, exporter, target, url, interval, sentinel }
}

function stringsOf(record: JsonRecord): Record<string, string> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, textOf(record, key)]))
}
