/** Words in keys whose values must not be shown. */
const SECRET = /passw|secret|token|credential|authorization|(?:api|private|consumer)[_-]?key/iu

/** Such a key as YAML and JSON write it; it begins where a word begins, so that no word is looked at twice. */
const SECRET_KEY = String.raw`(?<![\w.-])["']?(?=[\w.-]*(?:${SECRET.source}))[\w.-]+["']?[ \t]*:`

const ON_ITS_LINE = new RegExp(
  String.raw`(${SECRET_KEY}[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,{}[\]#|>&*!"'][^,}\n]*)`,
  'giu',
)

/** A key whose value begins on the next line. */
const BELOW = new RegExp(String.raw`^([ \t]*(?:-[ \t]+)*)${SECRET_KEY}[ \t]*(?:[|>][^\n]*)?$`, 'iu')

const NOT_SECRET = /_(?:file|path|url)["']?[ \t]*:/iu
/** Prometheus's own section; a header of that name is written with a capital letter. */
const MAP = /authorization["']?[ \t]*:[ \t]*$/u
const USER = /\/\/[^/\s"'@]+@/gu
/** A private key, also where its end was cut off. */
export const PRIVATE_KEY =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu

/** Whether a key's name says that its value is a secret, and no place where one is kept. */
export function namesSecret(key: string): boolean {
  return SECRET.test(key) && !/_(?:files?|path|url)$/iu.test(key)
}

/** Whether a text holds a secret whatever its key is: a private key, or a login in a URL. */
export function holdsSecret(text: string): boolean {
  return text.search(USER) >= 0 || text.search(PRIVATE_KEY) >= 0
}

/** A configuration with its secrets hidden, as Prometheus itself hides them: also one that a person wrote. */
export function maskSecrets(text: string): string {
  return withoutBlocks(text)
    .replaceAll(ON_ITS_LINE, (all: string, key: string) => (NOT_SECRET.test(key) ? all : `${key}<secret>`))
    .replaceAll(USER, '//<secret>@')
    .replaceAll(PRIVATE_KEY, '<secret>')
}

function withoutBlocks(text: string): string {
  const lines: string[] = []
  let hidden: number | undefined
  for (const line of text.split('\n')) {
    if (hidden !== undefined && line.trim() !== '' && indentOf(line) <= hidden) hidden = undefined
    if (hidden !== undefined && line.trim() !== '') continue
    lines.push(line)
    const [, lead] = BELOW.exec(line) ?? []
    if (lead === undefined || NOT_SECRET.test(line) || MAP.test(line)) continue
    hidden = lead.length
    lines.push(`${' '.repeat(hidden + 2)}<secret>`)
  }
  return lines.join('\n')
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
