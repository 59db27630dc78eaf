import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Explanation } from '../../messages/types/failures.ts'
import type { HookRun } from '../../model/hook.ts'
import { type SafeText, safeText } from '../../values/safe-text.ts'

/** What became of a command of a hook, in full, and what to do; undefined where it was well or did not run. */
export function explainHook(
  { hook, command, end, output, outcome }: HookRun,
  language: Language,
): (Explanation & { readonly evidence: SafeText }) | undefined {
  if (outcome !== 'failed' || end === undefined) return undefined
  const evidence = output ?? safeText('')
  return { ...explainFailure({ reason: 'hook-failed', hook, command, end, evidence }, language), evidence }
}
