import type { Language } from '../../messages/language.ts'
import type { Output } from '../../report/printer.ts'
import type { InputArguments } from '../inputs.ts'
import type { RecordedArguments } from '../run-record.ts'

/** What the flow understands. A verb has of it what its options are. */
export interface FlowArguments extends InputArguments, Omit<RecordedArguments, keyof InputArguments> {
  readonly parallel: number | undefined
  readonly output: Output | undefined
  readonly reportDir: string | undefined
  readonly debug: string | undefined
  readonly lang: Language | undefined
  /** A run whose unfinished nodes are meant; `last` for the latest of this verb. */
  readonly onlyFailed?: string | undefined
  /** Only plan, and show what would be changed. */
  readonly check?: boolean
  /** Show how files would change. */
  readonly diff?: boolean
  /** Say by the exit code whether something would be changed. */
  readonly detailedExitcode?: boolean
  /** Write what the manifest would have to say to keep what was set by hand. */
  readonly adopt?: boolean
  /** Where to save the plan. */
  readonly out?: string | undefined
  /** A saved plan to apply. */
  readonly plan?: string | undefined
  /** Change nodes without asking. */
  readonly yes?: boolean
  /** Seconds between two rounds; undefined for one round. */
  readonly watch?: number | undefined
}

/** Problems of arguments that only a plan has an answer to, and of those that a saved plan answers. */
export function dryRunConflicts(args: Partial<FlowArguments>): string[] {
  const { check, diff, detailedExitcode, out, plan, limit, image, batches, to, resume } = args
  const dryRunOnly = check === true ? [] : givenOf({ diff, 'detailed-exitcode': detailedExitcode, out })
  const { maxFailures, rollbackPolicy, onlyFailed } = args
  const saved = {
    limit,
    image,
    batches,
    'max-failures': maxFailures,
    'rollback-policy': rollbackPolicy,
    to,
    resume,
    'only-failed': onlyFailed,
    check,
  }
  return [
    ...dryRunOnly.map((name) => `--${name} is about what would be changed; add --check`),
    ...(plan === undefined ? [] : givenOf(saved)).map(
      (name) => `--${name}: a plan is applied as it is; leave it out`,
    ),
  ]
}

/** The names of the options that were given. */
function givenOf(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name]) => name)
}
