import type { Finding } from '../../model/check.ts'
import type { CrashCause } from '../../model/crash.ts'
import type { Failure } from '../../model/failure.ts'
import type { RemoteWriteErrorCause } from '../../model/remote-write-error.ts'
import type { SafeText } from '../../values/safe-text.ts'

/** One sentence of what is wrong, with what was found, and one of what to do; `remedy` is empty where nothing is wrong. */
export interface Explanation<Text extends string = SafeText> {
  readonly problem: Text
  readonly remedy: Text
}

export type FailureReason = Failure['reason']
export type FindingKind = Finding['kind']

type Of<Reason, Member> = Member extends { reason: infer Known }
  ? Reason extends Known
    ? Member
    : never
  : never

export type FailureOf<Reason extends FailureReason> = Of<Reason, Failure>
export type FindingOf<Kind extends FindingKind> = Extract<Finding, { kind: Kind }>

/** One entry for every reason: a new Failure does not compile before each language has words for it. */
export type FailureMessages = {
  readonly [Reason in FailureReason]: (failure: FailureOf<Reason>) => Explanation<string>
}

export type FindingMessages = {
  readonly [Kind in FindingKind]: (finding: FindingOf<Kind>) => Explanation<string>
}

export type CrashMessages = Readonly<Record<CrashCause, Explanation<string>>>

export type RemoteWriteErrorMessages = Readonly<Record<RemoteWriteErrorCause, Explanation<string>>>
