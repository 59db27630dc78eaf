import type { Finding } from '../model/check.ts'
import type { Failure } from '../model/failure.ts'
import { safeLine } from '../model/safe-text.ts'
import { execFailures as englishExecFailures } from './en/exec-failures.ts'
import { findings as englishFindings } from './en/findings.ts'
import { hookFailures as englishHookFailures } from './en/hook-failures.ts'
import { labels as englishLabels } from './en/labels.ts'
import { leaseFailures as englishLeaseFailures } from './en/lease-failures.ts'
import { nodeFailures as englishNodeFailures } from './en/node-failures.ts'
import { page as englishPage } from './en/page.ts'
import { queueFailures as englishQueueFailures } from './en/queue-failures.ts'
import { sentences as englishSentences } from './en/sentences.ts'
import { sshFailures as englishSshFailures } from './en/ssh-failures.ts'
import type { Explanation, FailureWords, FindingWords, Labels, Sentences } from './explanation.ts'
import { execFailures as koreanExecFailures } from './ko/exec-failures.ts'
import { findings as koreanFindings } from './ko/findings.ts'
import { hookFailures as koreanHookFailures } from './ko/hook-failures.ts'
import { labels as koreanLabels } from './ko/labels.ts'
import { leaseFailures as koreanLeaseFailures } from './ko/lease-failures.ts'
import { nodeFailures as koreanNodeFailures } from './ko/node-failures.ts'
import { page as koreanPage } from './ko/page.ts'
import { queueFailures as koreanQueueFailures } from './ko/queue-failures.ts'
import { sentences as koreanSentences } from './ko/sentences.ts'
import { sshFailures as koreanSshFailures } from './ko/ssh-failures.ts'
import type { Language } from './language.ts'
import type { PageWords } from './page.ts'

const FAILURES: Readonly<Record<Language, FailureWords>> = {
  en: {
    ...englishSshFailures,
    ...englishExecFailures,
    ...englishNodeFailures,
    ...englishLeaseFailures,
    ...englishHookFailures,
    ...englishQueueFailures,
  },
  ko: {
    ...koreanSshFailures,
    ...koreanExecFailures,
    ...koreanNodeFailures,
    ...koreanLeaseFailures,
    ...koreanHookFailures,
    ...koreanQueueFailures,
  },
}

const FINDINGS: Readonly<Record<Language, FindingWords>> = { en: englishFindings, ko: koreanFindings }

const LABELS: Readonly<Record<Language, Labels>> = { en: englishLabels, ko: koreanLabels }

const SENTENCES: Readonly<Record<Language, Sentences>> = { en: englishSentences, ko: koreanSentences }

const PAGES: Readonly<Record<Language, PageWords>> = { en: englishPage, ko: koreanPage }

/** What is wrong and what to do about it, one line each. */
export function explainFailure(failure: Failure, language: Language): Explanation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of this very reason
  const say = FAILURES[language][failure.reason] as (failure: Failure) => Explanation<string>
  return oneLined(say(failure))
}

/** What a check saw, and what to do about it; for a good finding the cure is empty. */
export function explainFinding(finding: Finding, language: Language): Explanation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of this very kind
  const say = FINDINGS[language][finding.kind] as (finding: Finding) => Explanation<string>
  return oneLined(say(finding))
}

export function labelsIn(language: Language): Labels {
  return LABELS[language]
}

export function sentencesIn(language: Language): Sentences {
  return SENTENCES[language]
}

export function pageWordsIn(language: Language): PageWords {
  return PAGES[language]
}

/** Whatever a value inside may hold, a sentence is one line of safe text. */
function oneLined({ what, cure }: Explanation<string>): Explanation {
  return { what: safeLine(what, 1000), cure: safeLine(cure, 1000) }
}
