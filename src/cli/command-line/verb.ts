import type { PhaseName } from '../../model/report.ts'
import type { Verb as VerbName } from '../../model/verb.ts'
import type { Role } from '../../play/role.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { ArgumentsOf, Options } from './option.ts'

/** What a verb gets of its command line: the manifest's file, empty for a verb that takes none, and its options. */
export type VerbArguments<O extends Options> = ArgumentsOf<O> & { readonly manifest: string }

/** One verb: its help, its options, what a run of it gets and what it does all follow from this one value. */
export interface VerbDefinition<O extends Options = Options> {
  readonly name: VerbName
  readonly summary: string
  /** Kolla-Ansible's command for the same thing. */
  readonly kolla?: string
  /** Of the flow, in their order. */
  readonly phases: readonly PhaseName[]
  /** Whether it takes a manifest; else it takes options only. */
  readonly takesManifest: boolean
  readonly options: O
  /** What its exit codes mean, for those that it has. */
  readonly exitCodes: Readonly<Partial<Record<ExitCode, string>>>
  /** What is typed behind its name. */
  readonly examples: readonly string[]
  /** What is wrong with its arguments as a whole. */
  conflicts?(args: VerbArguments<O>): readonly string[]
  /** Do it; the exit code. */
  run(role: Role, args: VerbArguments<O>): Promise<number>
}

/** The compiler finds out what the arguments are. */
export function defineVerb<const O extends Options>(verb: VerbDefinition<O>): VerbDefinition<O> {
  return verb
}

/** Exit codes that mean the same for every verb that takes a manifest. */
export const ALWAYS = {
  [EXIT.wrongInput]: "the command line, the manifest or Kolla's files are wrong; no node was contacted",
  [EXIT.internal]: 'internal error',
  [EXIT.interrupted]: 'interrupted: Ctrl-C once stops after the running work, twice immediately',
} as const satisfies VerbDefinition['exitCodes']

/** Exit codes of the verbs whose nodes have to be verified. */
export const PROVEN = {
  ...ALWAYS,
  [EXIT.done]: 'done, and every node verified',
  [EXIT.nodeFailed]: 'a node failed or is not verified',
} as const satisfies VerbDefinition['exitCodes']

/** Exit codes of the verbs that change workers batch by batch. */
export const CAMPAIGN = {
  ...PROVEN,
  [EXIT.nodeFailed]: 'a node failed or is not verified, or the answer to the question was no',
  [EXIT.changesFound]: 'with --detailed-exitcode: something would change',
  [EXIT.leaseHeld]: 'another run holds a node; nothing was changed',
} as const satisfies VerbDefinition['exitCodes']
