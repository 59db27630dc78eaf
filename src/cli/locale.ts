import { type Language, languageOf } from '../messages/language.ts'

/** The language that was asked for, else that of the environment. */
export function languageFor(asked: Language | undefined): Language {
  return asked ?? languageOf(localeOf(process.env))
}

/** As gettext reads it: LC_ALL before LC_MESSAGES before LANG. */
function localeOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
}
