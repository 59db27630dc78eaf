import type { Mimir, VectorRow } from '../../../src/mimir/mimir.ts'
import type { RemoteWriteErrorCause } from '../../../src/model/remote-write-error.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import { moment } from '../node/facts.ts'
import { DEFAULTS } from '../worker/defaults.ts'
import { nodeMatcher, selfSeries } from './selectors.ts'

/** Why nothing of a process is seen under its node's name, though the worker reports that all of it was taken. */
export interface Absence {
  readonly cause: Extract<RemoteWriteErrorCause, 'cached' | 'relabelled' | 'late' | 'early'>
  readonly evidence: SafeText
}

export interface AbsenceQuery {
  readonly tenant: string
  readonly cluster: string
  readonly node: string
  /** process_start_time_seconds of the worker: no other series has that value. */
  readonly start: number
  /** Seconds since 1970. */
  readonly now: number
}

/** Seconds that a sample may be from now and yet be found: Mimir takes none that is later than ten minutes. */
const EARLY = 900
const LATE = '6h'

/** Seconds by which a repeated query differs from the one that a cache may have answered. */
const ELSEWHEN = 1

/**
 * Three queries, which are asked once nothing else explains it: the same one for another moment, which no cache has an
 * answer to; the process under whatever labels; and the newest sample of any age.
 */
export async function queryAbsence(
  mimir: Mimir,
  query: AbsenceQuery,
  signal: AbortSignal,
): Promise<Absence | undefined> {
  const { tenant, now } = query
  const ask = async (expression: string, time: number): Promise<readonly VectorRow[]> => {
    const answer = await mimir(tenant, expression, signal, time)
    return answer.ok ? answer.value : []
  }
  const [again, anywhere, anytime] = [
    await ask(sameQuery(query), now - ELSEWHEN),
    await ask(`process_start_time_seconds == ${query.start}`, now),
    await ask(anytimeQuery(query), now + EARLY),
  ]
  if (again.some(({ value }) => isStart(value, query.start)))
    return { cause: 'cached', evidence: safeLine('') }
  return relabelled(anywhere, query) ?? outOfTime(anytime, now)
}

/** Without the sum by node of the usual query, so that it is another text as well. */
function sameQuery({ cluster, node }: AbsenceQuery): string {
  return selfSeries('process_start_time_seconds', cluster, [nodeMatcher([node])])
}

function anytimeQuery(query: AbsenceQuery): string {
  const series = sameQuery(query)
  // `timestamp` gives the time of a sample only of a selector itself.
  return `max(max_over_time((timestamp(${series}) and (${series} == ${query.start}))[${LATE}:15s]))`
}

/** The labels that the series lacks or has otherwise. */
function relabelled(rows: readonly VectorRow[], query: AbsenceQuery): Absence | undefined {
  const found = rows.find(({ value }) => isStart(value, query.start))
  if (found === undefined) return undefined
  const expected = { cluster: query.cluster, job: DEFAULTS.selfJob, node: query.node }
  const differences = Object.entries(expected)
    .filter(([name, value]) => found.labels[name] !== value)
    .map(([name, value]) => `${name}="${value}": ${found.labels[name] ?? '-'}`)
  if (differences.length === 0) return { cause: 'cached', evidence: safeLine('') }
  return { cause: 'relabelled', evidence: safeLine(differences.join(', ')) }
}

function outOfTime([row]: readonly VectorRow[], now: number): Absence | undefined {
  const at = moment(row?.value)
  if (at === undefined) return undefined
  const cause = at > now ? 'early' : 'late'
  return { cause, evidence: safeLine(new Date(at * 1000).toISOString()) }
}

function isStart(value: number, start: number): boolean {
  return Math.abs(value - start) <= 0.001
}
