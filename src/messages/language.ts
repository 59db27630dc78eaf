export const LANGUAGES = ['en', 'ko'] as const

/** The languages that everything people read is written in. */
export type Language = (typeof LANGUAGES)[number]

/** The language of a locale such as `ko_KR.UTF-8`, `ko` or `C`; English where it is none of ours. */
export function languageOf(locale: string | undefined): Language {
  return /^ko(?:$|[_.@-])/iu.test(locale ?? '') ? 'ko' : 'en'
}
