import type { ExporterSpec, WorkerSpec } from '../../../src/manifest/settings.ts'

/** The guide's chapter on scrape intervals: important services 15 to 30 s, general metrics 60 s, state checks 30 s. */
export const INTERVALS: Readonly<Record<IntervalClass, string>> = {
  important: '30s',
  general: '60s',
  state: '30s',
}

import type { Exporter, IntervalClass } from '../../../src/kolla/releases/exporter.ts'
import { isLonger } from '../../../src/values/duration.ts'

/** How often an exporter is scraped and how long that may take; Prometheus's default where no timeout is given. */
export interface Timing {
  readonly interval: string
  readonly timeout?: string
}

/**
 * The timing of an exporter: the manifest's value for it, else for all, else what the operator wrote in Kolla's files,
 * else its class. A timeout that nobody asked
 * for gives way to an interval that somebody did ask for, and otherwise stretches the interval: one that is longer
 * than its interval is an error in Prometheus.
 */
export function timingOf(
  exporter: Exporter,
  exporterSpec: ExporterSpec,
  spec: Pick<WorkerSpec, 'scrapeInterval' | 'scrapeIntervals'>,
  kolla: { readonly timeout: string | undefined; readonly interval: string | undefined },
): Timing {
  const usual = kolla.timeout ?? exporter.timeout
  const byClass = spec.scrapeIntervals?.[exporter.interval] ?? kolla.interval ?? INTERVALS[exporter.interval]
  // A slow exporter keeps its own interval: one that suits the others may be too short for it.
  const general = usual === undefined ? (spec.scrapeInterval ?? byClass) : byClass
  const interval = exporterSpec.scrapeInterval ?? general
  if (exporterSpec.scrapeTimeout !== undefined) return { interval, timeout: exporterSpec.scrapeTimeout }
  if (usual === undefined) return { interval }
  if (isLonger(usual, interval))
    return exporterSpec.scrapeInterval === undefined
      ? { interval: usual, timeout: usual }
      : { interval, timeout: interval }
  return { interval, timeout: usual }
}

/** Whether worker.scrape_interval alone says how often an exporter is scraped: see `timingOf`. */
export function goesByGeneral(
  { timeout, timeoutVariable }: Exporter,
  { scrapeInterval }: ExporterSpec = {},
): boolean {
  return timeout === undefined && timeoutVariable === undefined && scrapeInterval === undefined
}
