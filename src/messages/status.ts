import { status as english } from './en/status.ts'
import { status as korean } from './ko/status.ts'
import type { Language } from './language.ts'
import type { StatusWords } from './types/status.ts'

const WORDS: Readonly<Record<Language, StatusWords>> = { en: english, ko: korean }

export function statusWordsIn(language: Language): StatusWords {
  return WORDS[language]
}
