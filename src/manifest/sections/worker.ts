import { defined } from '../../values/defined.ts'
import { doubtful, type ManifestProblem, wrong, wrongIf } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type {
  WrittenExporter,
  WrittenLimits,
  WrittenOverride,
  WrittenRemoteWrite,
  WrittenWorker,
} from '../schema/written.ts'
import { type DurationRange, outOfRange } from '../values/duration-range.ts'
import { imageFault, isFloating, majorVersion } from '../values/image-reference.ts'
import { type ListenSpec, parseListen } from '../values/listen.ts'
import { directoryFault, plainDirectory } from '../values/worker-directory.ts'

const RETENTION: DurationRange = ['1m', '10y']

/** What is undefined has its default in the role. Durations are Prometheus's own notation, and valid. */
export interface WorkerSpec extends NodeSpec {
  /** Absolute path on the nodes. */
  readonly directory?: string
  readonly image?: string
  /** The digests that may run, sha256:…; any where it is not there. */
  readonly imageDigests?: readonly string[]
  readonly listen?: ListenSpec
  readonly mode?: 'server' | 'agent'
  readonly retention?: string
  readonly jobNames?: 'guide' | 'kolla'
  readonly scrapeIntervals?: NonNullable<WrittenWorker['scrape_intervals']>
  readonly labels: Readonly<Record<string, string>>
  /** Name of a group or a host → what differs there. */
  readonly overrides?: Readonly<Record<string, NodeSpec>>
  /** Scrape configs with Prometheus's own keys, each with a job_name. */
  readonly extraScrapeConfigs?: readonly ExtraScrapeConfig[]
}

/** What may differ for a group or a host. */
export interface NodeSpec {
  readonly scrapeInterval?: string
  readonly filters?: NonNullable<WrittenOverride['filters']>
  readonly limits?: WrittenLimits
  readonly remoteWrite?: WrittenRemoteWrite
  readonly exporters: Readonly<Record<string, ExporterSpec>>
}

export interface ExporterSpec {
  readonly enabled?: boolean
  readonly port?: number
  readonly scrapeInterval?: string
  readonly scrapeTimeout?: string
  readonly throughVip?: boolean
  readonly keep?: readonly string[]
  readonly drop?: readonly string[]
  readonly dropLabels?: readonly string[]
  readonly limits?: WrittenLimits
}

export type ExtraScrapeConfig = Readonly<Record<string, unknown>> & { readonly job_name: string }

export function workerSpec(written: WrittenWorker): WorkerSpec {
  const { directory, image, listen, retention, labels = {}, overrides } = written
  const listening = listen === undefined ? undefined : parseListen(listen)
  return {
    ...defined({
      directory: directory === undefined ? undefined : plainDirectory(directory),
      image,
      imageDigests: written.image_digests,
      listen: listening?.ok ? listening.value : undefined,
      mode: written.mode,
      retention,
      jobNames: written.job_names,
      scrapeIntervals: written.scrape_intervals,
    }),
    ...nodeSpec(written),
    labels,
    ...defined({
      overrides: overrides && mapped(overrides, nodeSpec),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a rule has checked the name of each
      extraScrapeConfigs: written.extra_scrape_configs as readonly ExtraScrapeConfig[] | undefined,
    }),
  }
}

function nodeSpec(written: WrittenOverride): NodeSpec {
  return {
    ...defined({
      scrapeInterval: written.scrape_interval,
      filters: written.filters,
      limits: written.limits,
      remoteWrite: written.remote_write,
    }),
    exporters: mapped(written.exporters ?? {}, exporterSpec),
  }
}

function exporterSpec(written: WrittenExporter): ExporterSpec {
  return defined({
    enabled: written.enabled,
    port: written.port,
    scrapeInterval: written.scrape_interval,
    scrapeTimeout: written.scrape_timeout,
    throughVip: written.through_vip,
    keep: written.keep,
    drop: written.drop,
    dropLabels: written.drop_labels,
    limits: written.limits,
  })
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

/** What is wrong with a worker's container, address and storage. */
export function workerProblems({ worker = {} }: Draft): ManifestProblem[] {
  const { directory, image, listen, mode, retention } = worker
  const listening = listen === undefined ? undefined : parseListen(listen)
  return [
    ...(directory === undefined ? [] : wrongIf(['worker', 'directory'], directoryFault(directory))),
    ...(image === undefined ? [] : imageProblems(image)),
    ...wrongIf(['worker', 'listen'], listening?.ok === false ? listening.failure : undefined),
    ...(mode === 'agent' && image !== undefined ? agentProblems(image) : []),
    ...outOfRange(['worker', 'retention'], retention, RETENTION),
  ]
}

/** Prometheus 2 and 3 are made agents by different flags, and each refuses the other's. */
function agentProblems(image: string): ManifestProblem[] {
  if (imageFault(image) !== undefined || majorVersion(image) !== undefined) return []
  const message = `an agent of Prometheus 2 has other flags than one of 3, and ${image} does not say which it is`
  return [
    wrong(['worker', 'image'], message, 'write its version as the tag, before the digest where there is one'),
  ]
}

function imageProblems(image: string): ManifestProblem[] {
  const path = ['worker', 'image']
  const fault = imageFault(image)
  if (fault) return wrongIf(path, fault)
  if (!isFloating(image)) return []
  return [
    doubtful(
      path,
      `${image} may be another image tomorrow than it is today`,
      'write a version as its tag, or a digest',
    ),
  ]
}
