/**
 * A comma-separated pattern list of OpenSSH: `*` and `?` as wildcards, `!` in front to exclude. It matches a name
 * when one pattern does and no excluding one does. The name must be in lower case.
 */
export function hostPattern(list: string): (name: string) => boolean {
  const patterns = list
    .toLowerCase()
    .split(',')
    .filter((pattern) => pattern !== '' && pattern !== '!')
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  return (name) =>
    wanted.some((pattern) => matchesPattern(pattern, name)) &&
    !excluded.some((pattern) => matchesPattern(pattern, name))
}

/** In time proportional to both lengths' product: no backtracking that a pattern could make explode. */
function matchesPattern(pattern: string, name: string): boolean {
  let reached = new Set([0])
  for (const character of pattern) {
    const next = new Set<number>()
    for (const at of reached) {
      if (character === '*') for (let to = at; to <= name.length; to += 1) next.add(to)
      else if (at < name.length && (character === '?' || character === name[at])) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(name.length)
}
