import { given } from '../values/defined.ts'
import type { WrittenExporter, WrittenOverride, WrittenWorker } from './schema/written.ts'
import type { ExporterSpec, ExtraScrapeConfig, NodeWishes, WorkerSpec } from './settings.ts'
import { parseListen } from './values/listen.ts'
import { plainDirectory } from './values/worker-directory.ts'

/** The `worker` of a manifest that neither the schema nor a rule has anything against. */
export function workerWishes(written: WrittenWorker): WorkerSpec {
  const { directory, image, listen, retention, labels = {}, overrides } = written
  const listening = listen === undefined ? undefined : parseListen(listen)
  return {
    ...given('directory', directory === undefined ? undefined : plainDirectory(directory)),
    ...given('image', image),
    ...given('listen', listening?.ok ? listening.value : undefined),
    ...given('mode', written.mode),
    ...given('retention', retention),
    ...given('jobNames', written.job_names),
    ...given('scrapeIntervals', written.scrape_intervals),
    ...nodeWishes(written),
    labels,
    ...given('overrides', overrides && mapped(overrides, nodeWishes)),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a rule has seen the name of each
    ...given('extraScrapeConfigs', written.extra_scrape_configs as readonly ExtraScrapeConfig[] | undefined),
  }
}

function nodeWishes(written: WrittenOverride): NodeWishes {
  return {
    ...given('scrapeInterval', written.scrape_interval),
    ...given('filters', written.filters),
    ...given('limits', written.limits),
    ...given('remoteWrite', written.remote_write),
    exporters: mapped(written.exporters ?? {}, exporterWishes),
  }
}

function exporterWishes(written: WrittenExporter): ExporterSpec {
  return {
    ...given('enabled', written.enabled),
    ...given('port', written.port),
    ...given('scrapeInterval', written.scrape_interval),
    ...given('scrapeTimeout', written.scrape_timeout),
    ...given('throughVip', written.through_vip),
    ...given('keep', written.keep),
    ...given('drop', written.drop),
    ...given('dropLabels', written.drop_labels),
    ...given('limits', written.limits),
  }
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
