import { destroy as english } from './en/destroy.ts'
import { destroy as korean } from './ko/destroy.ts'
import type { Language } from './language.ts'
import type { DestroyWords } from './types/destroy.ts'

const WORDS: Readonly<Record<Language, DestroyWords>> = { en: english, ko: korean }

export function destroyWordsIn(language: Language): DestroyWords {
  return WORDS[language]
}
