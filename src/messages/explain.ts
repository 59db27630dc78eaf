import type { Finding } from '../model/check.ts'
import type { Failure } from '../model/failure.ts'
import type { PrecheckFinding } from '../model/precheck.ts'
import { safeLine } from '../values/safe-text.ts'
import { catalog, type Language } from './catalog.ts'
import type { Explanation } from './types/failures.ts'

/** What is wrong and what to do about it, one line each. */
export function explainFailure(failure: Failure, language: Language): Explanation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of this very reason
  const explain = catalog(language).failures[failure.reason] as (failure: Failure) => Explanation<string>
  return onOneLine(explain(failure))
}

/** What a check found, and what to do about it; the remedy of a good finding is empty. */
export function explainFinding(finding: Finding, language: Language): Explanation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of this very kind
  const explain = catalog(language).findings[finding.kind] as (finding: Finding) => Explanation<string>
  return onOneLine(explain(finding))
}

/** What a precheck found, and what to do about it; the remedy is empty where nothing has to be done. */
export function explainPrecheck(finding: PrecheckFinding, language: Language): Explanation {
  if (finding.kind === 'failure') return explainFailure(finding.failure, language)
  if (finding.kind === 'query-failed') return explainFinding(finding.finding, language)
  if (finding.kind === 'seen-by-other-tenant' || finding.kind === 'watched-down')
    return explainFinding(finding, language)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of this very kind
  const explain = catalog(language).prechecks.findings[finding.kind] as (
    finding: PrecheckFinding,
  ) => Explanation<string>
  return onOneLine(explain(finding))
}

/** A message is one line of safe text, whatever the values in it contain. */
function onOneLine({ problem, remedy }: Explanation<string>): Explanation {
  return { problem: safeLine(problem, 1000), remedy: safeLine(remedy, 1000) }
}
