import { nearest } from '../../values/did-you-mean.ts'
import { parseDuration } from '../../values/duration.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongKey } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenExporter } from '../schema/written.ts'
import { type DurationRange, outOfRange } from '../values/duration-range.ts'

const INTERVAL: DurationRange = ['1s', '1d']
const BACKOFF: DurationRange = ['1ms', '1h']

/** The labels that tell every series of the cloud apart. */
const IDENTITY = ['__name__', 'instance', 'job', 'node']

/** Whether a worker can scrape and send as the manifest says. */
export function scrapingProblems({ worker = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { scrape_intervals: intervals = {}, overrides = {} } = worker
  return [
    ...Object.entries(intervals).flatMap(([name, interval]) =>
      outOfRange(['worker', 'scrape_intervals', name], interval, INTERVAL),
    ),
    ...wishProblems(['worker'], worker, { context, general: undefined }),
    ...Object.entries(overrides).flatMap(([name, wishes]) =>
      wishProblems(['worker', 'overrides', name], wishes ?? {}, { context, general: worker.scrape_interval }),
    ),
  ]
}

/** `general` is the interval for all hosts, where these wishes are for some. */
interface Surroundings {
  readonly context: ManifestContext
  readonly general: string | undefined
}

type Wishes = Pick<NonNullable<Draft['worker']>, 'scrape_interval' | 'remote_write' | 'exporters'>

function wishProblems(path: YamlPath, wishes: Wishes, { context, general }: Surroundings): ManifestProblem[] {
  const { scrape_interval: interval, remote_write: queue = {}, exporters = {} } = wishes
  const { min_backoff: least, max_backoff: most } = queue
  const at = (key: string): YamlPath => [...path, 'remote_write', key]
  return [
    ...outOfRange([...path, 'scrape_interval'], interval, INTERVAL),
    ...outOfRange(at('batch_send_deadline'), queue.batch_send_deadline, INTERVAL),
    ...outOfRange(at('min_backoff'), least, BACKOFF),
    ...outOfRange(at('max_backoff'), most, BACKOFF),
    ...(isLonger(least, most)
      ? [wrong(at('min_backoff'), `${least} is longer than max_backoff, ${most}`, `write ${most} at most`)]
      : []),
    ...Object.entries(exporters).flatMap(([name, exporter]) => [
      ...exporterName([...path, 'exporters', name], name, context.exporters),
      ...exporterProblems([...path, 'exporters', name], exporter ?? {}, interval ?? general),
    ]),
  ]
}

function exporterName(path: YamlPath, name: string, known: readonly string[]): ManifestProblem[] {
  if (known.includes(name)) return []
  const meant = nearest(name, known)
  const remedy = meant === undefined ? `the exporters are ${known.join(', ')}` : `did you mean ${meant}?`
  return [wrongKey(path, 'unknown exporter', remedy)]
}

function exporterProblems(
  path: YamlPath,
  exporter: Partial<WrittenExporter>,
  general: string | undefined,
): ManifestProblem[] {
  const { scrape_interval: own, scrape_timeout: timeout, drop_labels: labels = [] } = exporter
  const interval = own ?? general
  return [
    ...outOfRange([...path, 'scrape_interval'], own, INTERVAL),
    ...outOfRange([...path, 'scrape_timeout'], timeout, INTERVAL),
    ...(isLonger(timeout, interval)
      ? [
          wrong(
            [...path, 'scrape_timeout'],
            `${timeout} is longer than the scrape interval, ${interval}`,
            `write ${interval} at most`,
          ),
        ]
      : []),
    ...labels.flatMap((pattern, index) => identityProblem([...path, 'drop_labels', index], pattern)),
  ]
}

function identityProblem(path: YamlPath, pattern: string): ManifestProblem[] {
  const taken = IDENTITY.filter((label) => matches(pattern, label))
  if (taken.length === 0) return []
  const message = `takes ${taken.join(' and ')} off too, without which series can no longer be told apart`
  return [wrong(path, message, 'write a narrower expression')]
}

/** Whether the whole name matches. An expression that only RE2 understands is left for promtool. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(name)
  } catch {
    return false
  }
}

function isLonger(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return (parseDuration(one) ?? 0) > (parseDuration(other) ?? Number.POSITIVE_INFINITY)
}
