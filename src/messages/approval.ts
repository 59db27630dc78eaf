import { approval as english } from './en/approval.ts'
import { approval as korean } from './ko/approval.ts'
import type { Language } from './language.ts'
import type { ApprovalWords } from './types/approval.ts'

const WORDS: Readonly<Record<Language, ApprovalWords>> = { en: english, ko: korean }

export function approvalWordsIn(language: Language): ApprovalWords {
  return WORDS[language]
}
