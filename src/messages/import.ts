import { importWords as english } from './en/import.ts'
import { importWords as korean } from './ko/import.ts'
import type { Language } from './language.ts'
import type { ImportWords } from './types/import.ts'

const WORDS: Readonly<Record<Language, ImportWords>> = { en: english, ko: korean }

export function importWordsIn(language: Language): ImportWords {
  return WORDS[language]
}
