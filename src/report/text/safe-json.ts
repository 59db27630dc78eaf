import { UNSAFE } from '../../values/safe-text.ts'

/** JSON in which characters that act on a terminal are escaped, so that it can be looked at and means the same. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** A JSON document for `--output json` and files: indented, ending in a newline. */
export function jsonDocument(value: unknown): string {
  return `${safeJson(value, 2)}\n`
}

/** For `--output jsonl`: a line for each node, then one of the given type for all else. */
export function jsonLines(type: string, { nodes, ...rest }: { readonly nodes: readonly object[] }): string {
  const lines = [...nodes.map((node) => ({ type: 'node', ...node })), { type, ...rest }]
  return lines.map((line) => `${safeJson(line)}\n`).join('')
}
