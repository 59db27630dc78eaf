import { unsupported } from './stuck.ts'

export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'operator'; readonly text: string }

const TOKEN =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>\d+(?:_\d+)*(?:\.\d+)?(?:[eE][-+]?\d+)?)(?!\w)|(?<string>'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*")|(?<operator>==|!=|<=|>=|\/\/|\*\*|[-+*/%~|()[\]{},:.<>=]))/uy
/** Splits an expression, as it stands between {{ and }}, into tokens. */
export function tokens(source: string): readonly Token[] {
  const found: Token[] = []
  let index = 0
  while (source.slice(index).trim() !== '') {
    TOKEN.lastIndex = index
    const groups = TOKEN.exec(source)?.groups
    if (!groups) return unsupported(`the character ${source.slice(index).trim().charAt(0)}`)
    index = TOKEN.lastIndex
    const { name, number, string, operator = '' } = groups
    if (name !== undefined) found.push({ kind: 'name', text: name })
    else if (number !== undefined) found.push({ kind: 'number', value: Number(number.replaceAll('_', '')) })
    else if (string !== undefined) found.push({ kind: 'string', value: unquoted(string) })
    else found.push({ kind: 'operator', text: operator })
  }
  return found
}

/** Ansible takes a backslash in a string as it stands. */
function unquoted(literal: string): string {
  const text = literal.slice(1, -1)
  return /\\['"]/u.test(text) ? unsupported('a quote after a backslash') : text
}
