import { createHash } from 'node:crypto'
import { writeYaml } from '../../../src/yaml/write.ts'
import type { ProvenVars, WorkerVars } from '../worker/vars.ts'
import { composeDocument, service } from './docker-compose.ts'
import { type PrometheusDocument, prometheusDocument } from './prometheus.ts'
import { writeRecord } from './record.ts'
import { passwordFile } from './scrape-config.ts'

/** One file of a generation. `secret` ones are readable by root and the worker's group only. */
export interface WorkerFile {
  /** Relative to the generation's directory. */
  readonly path: string
  readonly text: string
  readonly secret: boolean
  /** Lower-case hex, as sha256sum prints it. */
  readonly sha256: string
}

/** One immutable set of worker files, named by its content, as far as a check of a node needs it. */
export interface DesiredGeneration {
  readonly name: string
  readonly files: readonly (Pick<WorkerFile, 'path' | 'sha256'> & { readonly text?: string })[]
  /** What the container is made from. */
  readonly image: string
  /** Names what the container is made of; a change of it takes a new container. */
  readonly container: string
  /** What prometheus.yml says: its document, of the operator's own scrape configs their names only. */
  readonly document: PrometheusDocument
  /** What in these files is this node's alone: its name and addresses, longest first. */
  readonly nodeValues: readonly string[]
}

/** One rendered set of worker files. */
export interface Generation extends DesiredGeneration {
  readonly files: readonly WorkerFile[]
}

/** Addresses that are every node's. */
const SHARED: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', '0.0.0.0', '[::]'])

/** Render the worker files of one node. The same vars give the same name, on any machine and at any time. */
export function renderGeneration(vars: WorkerVars): Generation {
  const container = sha256(JSON.stringify(service(vars))).slice(0, 12)
  const files = [
    file('prometheus.yml', writeYaml(prometheusDocument(vars))),
    file('docker-compose.yml', writeYaml(composeDocument(vars, container))),
    file('generation.json', writeRecord(vars, container)),
    ...secretFiles(vars),
  ]
  const { image } = vars
  return {
    name: nameOf(files),
    image,
    files,
    container,
    document: comparable(vars),
    nodeValues: nodeValuesOf(vars),
  }
}

/** The name of what holds exactly these files. */
export function nameOf(files: DesiredGeneration['files']): string {
  const lines = files.map(({ path, sha256: sum }) => `${path}  ${sum}\n`).sort()
  return sha256(lines.join('')).slice(0, 12)
}

/** Prometheus may report an operator's scrape config in another form than it was written: defaults are left out. */
function comparable(vars: WorkerVars): PrometheusDocument {
  const extraScrapeConfigs = vars.extraScrapeConfigs.map(({ job_name }) => ({ job_name }))
  const document = prometheusDocument({ ...vars, extraScrapeConfigs: [] })
  return { ...document, scrape_configs: [...document.scrape_configs, ...extraScrapeConfigs] }
}

export function nodeValuesOf({ node, jobs }: ProvenVars): string[] {
  const hosts = jobs.map(({ target }) => target.slice(0, target.lastIndexOf(':')))
  const nodeHosts = new Set([node, ...hosts].filter((host) => !SHARED.has(host)))
  return [...nodeHosts].sort((a, b) => b.length - a.length)
}

function secretFiles({ authorization, ca, kollaCa, jobs }: WorkerVars): WorkerFile[] {
  const files: WorkerFile[] = []
  if (authorization?.type === 'basic')
    files.push(file('secrets/mimir-password', authorization.password.reveal(), true))
  if (authorization?.type === 'bearer')
    files.push(file('secrets/mimir-token', authorization.token.reveal(), true))
  if (ca !== undefined) files.push(file('secrets/mimir-ca.pem', ca, true))
  if (kollaCa !== undefined && jobs.some(({ scheme }) => scheme === 'https'))
    files.push(file('secrets/kolla-ca.pem', kollaCa, true))
  for (const job of jobs)
    if (job.login !== undefined) files.push(file(passwordFile(job), job.login.password.reveal(), true))
  return files
}

/** A here-document cannot carry a text without a newline at its end. */
function file(path: string, content: string, secret = false): WorkerFile {
  const text = content.endsWith('\n') ? content : `${content}\n`
  return { path, text, secret, sha256: sha256(text) }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
