import { en } from './en/index.ts'
import { ko } from './ko/index.ts'
import type { Catalog } from './types/catalog.ts'

/** The languages that everything people read is written in. A language is a folder, and a line here. */
export const CATALOGS = {
  en,
  ko,
} satisfies Readonly<Record<string, Catalog>>

export type Language = keyof typeof CATALOGS

export function catalog(language: Language): Catalog {
  return CATALOGS[language]
}
