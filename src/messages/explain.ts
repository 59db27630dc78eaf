import type { Finding } from '../model/check.ts'
import type { Failure } from '../model/failure.ts'
import { safeLine } from '../values/safe-text.ts'
import { execFailures as englishExecFailures } from './en/failures/exec.ts'
import { hookFailures as englishHookFailures } from './en/failures/hook.ts'
import { leaseFailures as englishLeaseFailures } from './en/failures/lease.ts'
import { nodeFailures as englishNodeFailures } from './en/failures/node.ts'
import { queueFailures as englishQueueFailures } from './en/failures/queue.ts'
import { sshFailures as englishSshFailures } from './en/failures/ssh.ts'
import { findings as englishFindings } from './en/findings.ts'
import { labels as englishLabels } from './en/labels.ts'
import { page as englishPage } from './en/page.ts'
import { sentences as englishSentences } from './en/summary.ts'
import { execFailures as koreanExecFailures } from './ko/failures/exec.ts'
import { hookFailures as koreanHookFailures } from './ko/failures/hook.ts'
import { leaseFailures as koreanLeaseFailures } from './ko/failures/lease.ts'
import { nodeFailures as koreanNodeFailures } from './ko/failures/node.ts'
import { queueFailures as koreanQueueFailures } from './ko/failures/queue.ts'
import { sshFailures as koreanSshFailures } from './ko/failures/ssh.ts'
import { findings as koreanFindings } from './ko/findings.ts'
import { labels as koreanLabels } from './ko/labels.ts'
import { page as koreanPage } from './ko/page.ts'
import { sentences as koreanSentences } from './ko/summary.ts'
import type { Language } from './language.ts'
import type { Explanation, FailureWords, FindingWords, Labels, Sentences } from './types/failures.ts'
import type { PageWords } from './types/page.ts'

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

/** What a check saw, and what to do about it; for a good finding the remedy is empty. */
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
function oneLined({ problem, remedy }: Explanation<string>): Explanation {
  return { problem: safeLine(problem, 1000), remedy: safeLine(remedy, 1000) }
}
