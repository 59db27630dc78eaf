import { parseDuration } from '../../model/duration.ts'
import { nearest } from '../../model/nearest.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../context.ts'
import { type DurationRange, outOfRange } from '../duration-range.ts'
import { imageFault, isFloating } from '../image-reference.ts'
import { parseListen } from '../listen.ts'
import { doubtful, type Mistake, wrong, wrongIf, wrongKey } from '../mistake.ts'
import { directoryFault } from '../worker-directory.ts'
import type { Draft, WrittenExporter } from '../written.ts'

const INTERVAL: DurationRange = ['1s', '1d']
const RETENTION: DurationRange = ['1m', '10y']

/** Whether a worker can live and scrape as the manifest says. */
export function workerMistakes({ worker = {} }: Draft, context: ManifestContext): Mistake[] {
  const { directory, image, listen, retention, scrape_interval: interval, exporters = {} } = worker
  const listening = listen === undefined ? undefined : parseListen(listen)
  return [
    ...(directory === undefined ? [] : wrongIf(['worker', 'directory'], directoryFault(directory))),
    ...(image === undefined ? [] : imageMistakes(image)),
    ...wrongIf(['worker', 'listen'], listening?.ok === false ? listening.failure : undefined),
    ...outOfRange(['worker', 'retention'], retention, RETENTION),
    ...outOfRange(['worker', 'scrape_interval'], interval, INTERVAL),
    ...Object.entries(exporters).flatMap(([name, exporter]) => [
      ...exporterName(name, context.exporters),
      ...exporterMistakes(['worker', 'exporters', name], exporter ?? {}, interval),
    ]),
  ]
}

function imageMistakes(image: string): Mistake[] {
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

function exporterName(name: string, known: readonly string[]): Mistake[] {
  if (known.includes(name)) return []
  const meant = nearest(name, known)
  return [
    wrongKey(
      ['worker', 'exporters', name],
      'unknown exporter',
      meant === undefined ? `the exporters are ${known.join(', ')}` : `did you mean ${meant}?`,
    ),
  ]
}

function exporterMistakes(
  path: YamlPath,
  exporter: Partial<WrittenExporter>,
  general: string | undefined,
): Mistake[] {
  const { scrape_interval: own, scrape_timeout: timeout } = exporter
  const interval = own ?? general
  return [
    ...outOfRange([...path, 'scrape_interval'], own, INTERVAL),
    ...outOfRange([...path, 'scrape_timeout'], timeout, INTERVAL),
    ...(longer(timeout, interval)
      ? [
          wrong(
            [...path, 'scrape_timeout'],
            `${timeout} is longer than the scrape interval, ${interval}`,
            `write ${interval} at most`,
          ),
        ]
      : []),
  ]
}

function longer(timeout: string | undefined, interval: string | undefined): boolean {
  if (timeout === undefined || interval === undefined) return false
  return (parseDuration(timeout) ?? 0) > (parseDuration(interval) ?? Number.POSITIVE_INFINITY)
}
