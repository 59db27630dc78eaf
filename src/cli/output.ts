import { type Language, languageOf } from '../messages/language.ts'
import type { Output, PrinterOptions } from '../report/printer.ts'

/** The language that was asked for, else that of the environment. */
export function languageFor(lang: Language | undefined): Language {
  return lang ?? languageOf(localeOf(process.env))
}

/** As gettext reads it: LC_ALL before LC_MESSAGES before LANG. */
function localeOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
}

/** How a run is shown by this process. */
export function printerOptions({
  output,
  lang,
}: {
  readonly output: Output | undefined
  readonly lang: Language | undefined
}): PrinterOptions {
  const { stdout, stderr, env } = process
  return { output, language: languageFor(lang), stdout, stderr, env, now: () => performance.now() }
}
