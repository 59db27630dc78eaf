import { nearest } from '../../values/did-you-mean.ts'
import { isLonger } from '../../values/duration.ts'
import { matchesWhole } from '../../values/regex.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongKey } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenExporter } from '../schema/written.ts'
import { type DurationRange, outOfRange } from '../values/duration-range.ts'

const INTERVAL: DurationRange = ['1s', '1d']
const BACKOFF: DurationRange = ['1ms', '1h']

/** The labels that distinguish the series of a cloud. */
const IDENTITY = ['__name__', 'instance', 'job', 'node']

/** What is wrong with how a worker scrapes and sends, for all nodes or for some. */
export function scrapingProblems({ worker = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { scrape_intervals: intervals = {}, overrides = {} } = worker
  return [
    ...Object.entries(intervals).flatMap(([name, interval]) =>
      outOfRange(['worker', 'scrape_intervals', name], interval, INTERVAL),
    ),
    ...overrideProblems(['worker'], worker, { context, general: undefined }),
    ...Object.entries(overrides).flatMap(([name, override]) =>
      overrideProblems(['worker', 'overrides', name], override ?? {}, {
        context,
        general: worker.scrape_interval,
      }),
    ),
  ]
}

/** `general` is the interval of all hosts, where an override is for some. */
interface OverrideContext {
  readonly context: ManifestContext
  readonly general: string | undefined
}

type Override = Pick<NonNullable<Draft['worker']>, 'scrape_interval' | 'remote_write' | 'exporters'>

function overrideProblems(
  path: YamlPath,
  written: Override,
  { context, general }: OverrideContext,
): ManifestProblem[] {
  const { scrape_interval: interval, remote_write: queue = {}, exporters = {} } = written
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
  const { scrape_interval: ownInterval, scrape_timeout: timeout, drop_labels: labels = [] } = exporter
  const interval = ownInterval ?? general
  return [
    ...outOfRange([...path, 'scrape_interval'], ownInterval, INTERVAL),
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
  const matched = IDENTITY.filter((label) => matchesWhole(pattern, label) === true)
  if (matched.length === 0) return []
  const message = `also removes ${matched.join(' and ')}, without which series cannot be distinguished`
  return [wrong(path, message, 'write a narrower expression')]
}
