import type { PrecheckFinding } from '../model/precheck.ts'
import { safeLine } from '../values/safe-text.ts'
import { prechecks as english } from './en/prechecks.ts'
import { explainFailure, explainFinding } from './explain.ts'
import { prechecks as korean } from './ko/prechecks.ts'
import type { Language } from './language.ts'
import type { Explanation } from './types/failures.ts'
import type { PrecheckWords } from './types/prechecks.ts'

const WORDS: Readonly<Record<Language, PrecheckWords>> = { en: english, ko: korean }

export function precheckWordsIn(language: Language): PrecheckWords {
  return WORDS[language]
}

/** What a precheck saw and, where something is to be done about it, what. */
export function explainPrecheck(finding: PrecheckFinding, language: Language): Explanation {
  if (finding.kind === 'failure') return explainFailure(finding.failure, language)
  if (finding.kind === 'query-failed') return explainFinding(finding.finding, language)
  if (finding.kind === 'seen-by-other-tenant') return explainFinding(finding, language)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of this very kind
  const say = WORDS[language].findings[finding.kind] as (one: PrecheckFinding) => Explanation<string>
  const { problem, remedy } = say(finding)
  return { problem: safeLine(problem, 1000), remedy: safeLine(remedy, 1000) }
}
