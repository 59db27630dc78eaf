/** One word for a POSIX shell, whatever is in it. Throws a RangeError on NUL, which no argument can hold. */
export function posixQuote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a shell word cannot hold a NUL character')
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A word as people write it: quoted only where a shell would take it for something else. */
export function shellWord(word: string): string {
  return /^[\w./@%+:,-]+$/u.test(word) ? word : posixQuote(word)
}
