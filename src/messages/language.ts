import { CATALOGS, type Language } from './catalog.ts'

export type { Language } from './catalog.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant object
export const LANGUAGES = Object.keys(CATALOGS) as readonly Language[]

/** The language of a locale such as `ko_KR.UTF-8`, `ko` or `C`; English where there is no catalog for it. */
export function languageOf(locale: string | undefined): Language {
  const name = /^[a-z]+(?=$|[_.@-])/iu.exec(locale ?? '')?.[0].toLowerCase()
  return LANGUAGES.find((language) => language === name) ?? 'en'
}
