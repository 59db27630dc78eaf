import { goUnquoted } from '../../../src/values/go-quoted.ts'
import { isRecord, type JsonRecord, jsonRecord, listOf, textOf } from '../../../src/values/json.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { FactSample, Target, WorkerAnswers } from './facts.ts'
import { moment } from './facts.ts'

type Answers = ReadonlyMap<string, { readonly value: string; readonly exit: number }>

/** What the worker said over HTTP, in whatever form the node's tool brought it. */
export function readWorkerAnswers(facts: Answers): WorkerAnswers {
  const runtime = data(facts, 'runtime')
  const samples = body(facts.get('metrics')?.value ?? '')
    .split('\n')
    .flatMap(sample)
  const plain = (metric: string): number | undefined =>
    samples.find((candidate) => candidate.metric === metric)?.value
  return {
    connectionError: runtime === undefined ? connectionError(facts) : undefined,
    startTime: moment(plain('process_start_time_seconds')),
    reloadSuccessful: plain('prometheus_config_last_reload_successful') === 1,
    reloadedAt: moment(plain('prometheus_config_last_reload_success_timestamp_seconds')),
    flags: strings(data(facts, 'flags')),
    config: textOf(data(facts, 'config'), 'yaml'),
    targets: targets(data(facts, 'targets')),
    samples,
  }
}

function connectionError(facts: Answers): string {
  const answer = facts.get('runtime')
  return answer === undefined || answer.value === ''
    ? 'it closed the connection without a word'
    : answer.value
}

/** The `data` of one of Prometheus's API answers; undefined unless it says success. */
function data(facts: Answers, name: string): JsonRecord | undefined {
  const answer = facts.get(name)
  if (answer === undefined || answer.exit !== 0) return undefined
  const record = jsonRecord(body(answer.value))
  return record?.['status'] === 'success' && isRecord(record['data']) ? record['data'] : undefined
}

/** curl and bash bring the head of the answer with it, wget does not. */
function body(answer: string): string {
  if (!answer.startsWith('HTTP/')) return answer
  const end = /\r?\n\r?\n/u.exec(answer)
  return end === null ? '' : answer.slice(end.index + end[0].length)
}

function strings(record: JsonRecord | undefined): Record<string, string> {
  return Object.fromEntries(Object.keys(record ?? {}).map((key) => [key, textOf(record, key)]))
}

function targets(record: JsonRecord | undefined): Target[] {
  return listOf(record, 'activeTargets')
    .filter(isRecord)
    .map((target) => ({
      job: textOf(target, 'scrapePool'),
      url: textOf(target, 'scrapeUrl'),
      health: textOf(target, 'health'),
      error: safeLine(textOf(target, 'lastError')),
      lastScrape: Math.max(0, Date.parse(textOf(target, 'lastScrape')) / 1000 || 0),
    }))
}

/** One line of the text exposition format: name{label="value",…} number. */
function sample(line: string): FactSample[] {
  const match = /^(?<metric>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$/u.exec(line)?.groups
  if (match === undefined) return []
  const labels = [...(match['labels'] ?? '').matchAll(/(?<!\w)(\w+)="((?:[^"\\]|\\.)*)"/gu)]
  return [
    {
      metric: match['metric'] ?? '',
      labels: Object.fromEntries(labels.map(([, key, value]) => [key ?? '', goUnquoted(value ?? '')])),
      value: Number(match['value']),
    },
  ]
}
