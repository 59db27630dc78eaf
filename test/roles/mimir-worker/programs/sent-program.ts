/** The value of a variable that a program is sent with. */
export function given(program: string, name: string): string {
  const value = new RegExp(`^${name}='(?<value>[^']*)'$`, 'mu').exec(program)?.groups?.['value']
  if (value === undefined) throw new Error(`the program has no ${name}`)
  return value
}

/** Path and sum → text of the files that a program carries. */
export function carried(program: string): Map<string, string> {
  const puts = program.matchAll(
    /^put '(?<path>[^']*)' \d+ (?<sum>\w+) <<'(?<end>[^']*)'\n(?<text>[\s\S]*?)\k<end>$/gmu,
  )
  return new Map(
    [...puts].map(({ groups = {} }) => [`${groups['sum']}  ${groups['path']}`, groups['text'] ?? '']),
  )
}
