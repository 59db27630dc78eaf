import { type BatchSizes, parseBatchSizes, parseMaxFailures } from '../../manifest/values/batch-sizes.ts'
import type { Share } from '../../manifest/values/number-or-percent.ts'
import { ROLLBACK_POLICIES, type RollbackPolicy } from '../../manifest/values/rollback-policy.ts'
import { LANGUAGES, type Language } from '../../messages/language.ts'
import type { Result } from '../../model/result.ts'
import type { Verb } from '../../model/verb.ts'
import { OUTPUTS, type Output } from '../../report/printer.ts'
import { parseDuration } from '../../values/duration.ts'
import { readWords, type Values } from './command-line.ts'
import { OPTIONS } from './options.ts'

/** What the operator asked for. */
export interface Arguments {
  readonly manifest: string
  readonly limit: string | undefined
  readonly kollaInventory: readonly string[]
  readonly configdir: string | undefined
  readonly parallel: number | undefined
  readonly batches: BatchSizes | undefined
  readonly maxFailures: Share | undefined
  readonly rollbackPolicy: RollbackPolicy | undefined
  readonly image: string | undefined
  /** A run to go on with; `last` for the latest of this verb. */
  readonly resume: string | undefined
  /** A run whose unfinished nodes are meant. */
  readonly onlyFailed: string | undefined
  /** A generation to go back to. */
  readonly to: string | undefined
  readonly stateDir: string | undefined
  readonly reason: string | undefined
  /** Why a lease that somebody else holds is broken. */
  readonly breakLease: string | undefined
  /** Only plan, and show what would be changed. */
  readonly check: boolean
  /** Show how files would change. */
  readonly diff: boolean
  /** Tell by the exit code whether something would be changed. */
  readonly detailedExitcode: boolean
  /** Write what the manifest would have to say to keep what was set by hand. */
  readonly adopt: boolean
  /** Where to save the plan. */
  readonly out: string | undefined
  /** A saved plan to apply. */
  readonly plan: string | undefined
  /** Ask nothing. */
  readonly yes: boolean
  /** Seconds back from which logs are read. */
  readonly since: number | undefined
  /** How many lines of each log. */
  readonly tail: number | undefined
  /** Go on with what is written to the logs. */
  readonly follow: boolean
  /** Remove workers, and ask nothing. */
  readonly reallyMeanIt: boolean
  readonly output: Output | undefined
  readonly reportDir: string | undefined
  /** Seconds between two rounds; undefined for one round. */
  readonly watch: number | undefined
  readonly lang: Language | undefined
}

export type ParsedArguments =
  | { readonly kind: 'run'; readonly arguments: Arguments }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly mistakes: readonly string[] }

/** Read the words of the command line; every mistake at once. Nothing is coerced: a node may be called 007. */
export function readArguments(words: readonly string[], verb: Verb): ParsedArguments {
  const read = readWords(words, OPTIONS, verb)
  if (read.kind !== 'read') return read
  const { positionals, values } = read
  const wrong = [
    ...positionalMistakes(positionals),
    ...checkMistakes(values, verb),
    ...planMistakes(values),
    ...adoptMistakes(values),
  ]
  return wrong.length > 0
    ? { kind: 'wrong', mistakes: wrong }
    : { kind: 'run', arguments: gather(positionals, values) }
}

function positionalMistakes(positionals: readonly string[]): string[] {
  if (positionals.length === 0) return ['no manifest is named; write e.g. inventory.yml']
  if (positionals.length === 1) return []
  return [`expected one manifest, found ${positionals.join(', ')}`]
}

/** What only a plan can answer is not asked of a run that changes nodes. */
function checkMistakes(values: Values, verb: Verb): string[] {
  if (verb === 'plan' || values['check'] === true) return []
  return ['diff', 'detailed-exitcode', 'out']
    .filter((name) => values[name] !== undefined && values[name] !== false)
    .map((name) => `--${name} is about what would be changed; add --check`)
}

/** A saved plan says all of this itself. */
const SAVED = [
  'limit',
  'image',
  'batches',
  'max-failures',
  'rollback-policy',
  'to',
  'resume',
  'only-failed',
  'check',
]

function planMistakes(values: Values): string[] {
  if (values['plan'] === undefined) return []
  return SAVED.filter((name) => values[name] !== undefined && values[name] !== false).map(
    (name) => `--${name}: a plan is applied as it is; leave it out`,
  )
}

/** Two texts on one stdout could not be told apart. */
function adoptMistakes({ adopt, output }: Values): string[] {
  if (adopt !== true || (output !== 'json' && output !== 'jsonl')) return []
  return [`--adopt and --output ${output} both write on stdout; the report has it as adoption`]
}

function gather(positionals: readonly string[], values: Values): Arguments {
  const { text, number, flag } = readerOf(values)
  const several = values['kolla-inventory']
  return {
    manifest: positionals[0] ?? '',
    limit: text('limit'),
    kollaInventory: Array.isArray(several) ? several.map(String) : [],
    configdir: text('configdir'),
    parallel: number('parallel'),
    batches: understood(text('batches'), parseBatchSizes),
    maxFailures: understood(text('max-failures'), parseMaxFailures),
    rollbackPolicy: choice(text('rollback-policy'), ROLLBACK_POLICIES),
    image: text('image'),
    resume: text('resume'),
    onlyFailed: text('only-failed'),
    to: text('to'),
    stateDir: text('state-dir'),
    reason: text('reason'),
    breakLease: text('break-lease'),
    check: flag('check'),
    diff: flag('diff'),
    detailedExitcode: flag('detailed-exitcode'),
    adopt: flag('adopt'),
    out: text('out'),
    plan: text('plan'),
    yes: flag('yes'),
    since: secondsOf(text('since')),
    tail: number('tail'),
    follow: flag('follow'),
    reallyMeanIt: flag('yes-i-really-really-mean-it'),
    output: choice(text('output'), OUTPUTS),
    reportDir: text('report-dir'),
    watch: number('watch'),
    lang: choice(text('lang'), LANGUAGES),
  }
}

/** How options are read by name: a text, a whole number, or whether a flag is there. */
function readerOf(values: Values) {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const number = (name: string): number | undefined => {
    const value = text(name)
    return value === undefined ? undefined : Number(value)
  }
  return { text, number, flag: (name: string): boolean => values[name] === true }
}

function secondsOf(text: string | undefined): number | undefined {
  const duration = text === undefined ? undefined : parseDuration(text)
  return duration === undefined ? undefined : Math.ceil(duration / 1000)
}

function understood<T>(text: string | undefined, parse: (text: string) => Result<T, unknown>): T | undefined {
  const read = text === undefined ? undefined : parse(text)
  return read?.ok === true ? read.value : undefined
}

function choice<T extends string>(value: string | undefined, choices: readonly T[]): T | undefined {
  return choices.find((one) => one === value)
}
