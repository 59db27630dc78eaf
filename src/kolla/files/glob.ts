const SPECIAL = /[\\^$.*+?()[\]{}|/]/u

/** A shell pattern (* ? [abc] [!abc]) as a regular expression for the whole text, as Python's fnmatch makes it. */
export function globExpression(pattern: string): RegExp {
  let source = ''
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index)
    const set = character === '[' ? setAt(pattern, index) : undefined
    if (set) {
      source += set.source
      index = set.end
    } else if (character === '*') source += '[\\s\\S]*'
    else if (character === '?') source += '[\\s\\S]'
    else source += literal(character)
  }
  return new RegExp(`^${source}$`)
}

/** A set in brackets; without its closing bracket the opening one stands for itself. */
function setAt(pattern: string, start: number): { source: string; end: number } | undefined {
  const negated = pattern.charAt(start + 1) === '!'
  const first = start + (negated ? 2 : 1)
  const end = pattern.indexOf(']', first + 1)
  if (end < 0) return undefined
  return { source: `[${negated ? '^' : ''}${members(pattern.slice(first, end))}]`, end }
}

/** The members with ranges kept and everything else escaped; a range that runs backwards has no members. */
function members(text: string): string {
  let source = ''
  for (let index = 0; index < text.length; index += 1) {
    const from = text.charAt(index)
    const to = text.charAt(index + 1) === '-' ? text.charAt(index + 2) : ''
    if (to === '') source += escaped(from)
    else index += 2
    if (to !== '' && from <= to) source += `${escaped(from)}-${escaped(to)}`
  }
  return source
}

function escaped(character: string): string {
  return /[\\\]^[-]/u.test(character) ? `\\${character}` : character
}

function literal(character: string): string {
  return SPECIAL.test(character) ? `\\${character}` : character
}
