import { defined } from '../values/defined.ts'
import type { WrittenExporter, WrittenOverride, WrittenWorker } from './schema/written.ts'
import type { ExporterSpec, ExtraScrapeConfig, NodeWishes, WorkerSpec } from './settings.ts'
import { parseListen } from './values/listen.ts'
import { plainDirectory } from './values/worker-directory.ts'

/** The `worker` of a manifest that neither the schema nor a rule has anything against. */
export function workerWishes(written: WrittenWorker): WorkerSpec {
  const { directory, image, listen, retention, labels = {}, overrides } = written
  const listening = listen === undefined ? undefined : parseListen(listen)
  return {
    ...defined({
      directory: directory === undefined ? undefined : plainDirectory(directory),
      image,
      listen: listening?.ok ? listening.value : undefined,
      mode: written.mode,
      retention,
      jobNames: written.job_names,
      scrapeIntervals: written.scrape_intervals,
    }),
    ...nodeWishes(written),
    labels,
    ...defined({
      overrides: overrides && mapped(overrides, nodeWishes),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a rule has seen the name of each
      extraScrapeConfigs: written.extra_scrape_configs as readonly ExtraScrapeConfig[] | undefined,
    }),
  }
}

function nodeWishes(written: WrittenOverride): NodeWishes {
  return {
    ...defined({
      scrapeInterval: written.scrape_interval,
      filters: written.filters,
      limits: written.limits,
      remoteWrite: written.remote_write,
    }),
    exporters: mapped(written.exporters ?? {}, exporterWishes),
  }
}

function exporterWishes(written: WrittenExporter): ExporterSpec {
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
