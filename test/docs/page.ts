import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export function pageText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export interface NamedFile {
  readonly path: string
  readonly symbols: readonly string[]
}

/** A line of a check list: the files that it names, and who asks for them. */
export interface CheckBox {
  readonly files: readonly NamedFile[]
  readonly asker: string
}

/** The check lists of docs/additions.md, by heading, without boxes that name no file. */
export function checkLists(): ReadonlyMap<string, readonly CheckBox[]> {
  const sections = pageText('docs/additions.md').split(/^## /mu).slice(1)
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n')
      return [heading, lines.filter((line) => line.startsWith('- [ ] `')).map(checkBox)]
    }),
  )
}

/** `path` `symbol` …: prose: *asker* */
function checkBox(line: string): CheckBox {
  return { files: namedFiles(line), asker: /: \*(?<asker>[^*]+)\*$/u.exec(line)?.groups?.['asker'] ?? '' }
}

/** The files that a line names, each with the symbols that follow it. */
export function namedFiles(line: string): NamedFile[] {
  const files: { path: string; symbols: string[] }[] = []
  for (const [, word = ''] of line.matchAll(/`([^`]+)`/gu)) {
    if (isPath(word)) files.push({ path: word, symbols: [] })
    else files.at(-1)?.symbols.push(word)
  }
  return files
}

/** `path symbol` of each symbol that is not in the file it follows; folders have none. */
export function absentSymbols(files: readonly NamedFile[]): string[] {
  return files.flatMap(({ path, symbols }) => {
    if (symbols.length === 0 || statSync(join(root, path)).isDirectory()) return []
    const text = pageText(path)
    const absent = symbols.filter((symbol) => !new RegExp(`(?<!\\w)${symbol}(?!\\w)`, 'u').test(text))
    return absent.map((symbol) => `${path} ${symbol}`)
  })
}

/** A path has a slash or an ending; a name of the code has neither. */
function isPath(word: string): boolean {
  return /^[\w.-]+\/[\w./-]*\w$|^[\w.-]+\.(?:md|yml|json|ts|mjs|sh)$/u.test(word)
}
