import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export function pageText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** A line of a check list: the files that it names, each with its symbols, and who asks for it. */
export interface CheckBox {
  readonly files: readonly { readonly path: string; readonly symbols: readonly string[] }[]
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
  const files: { path: string; symbols: string[] }[] = []
  for (const [, word = ''] of line.matchAll(/`([^`]+)`/gu)) {
    if (isPath(word)) files.push({ path: word, symbols: [] })
    else files.at(-1)?.symbols.push(word)
  }
  return { files, asker: /: \*(?<asker>[^*]+)\*$/u.exec(line)?.groups?.['asker'] ?? '' }
}

/** A path has a slash or an ending; a name of the code has neither. */
export function isPath(word: string): boolean {
  return /^[\w.-]+\/[\w./-]*\w$|^[\w.-]+\.(?:md|yml|json|ts|mjs|sh)$/u.test(word) && !word.includes('VERB')
}
