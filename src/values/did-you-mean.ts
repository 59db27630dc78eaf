/**
 * The candidate that was probably meant by a mistyped `word`: at most two slips away (one for words of two or three
 * letters), where a slip is a letter wrong, missing, too many or swapped with its neighbour; case, `-` and `_` do not
 * count. The first candidate wins a tie; undefined where none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(word)
  let best: string | undefined
  let allowed = Math.min(2, Math.floor(wanted.length / 2))
  for (const candidate of candidates) {
    const slips = slipsBetween(wanted, plain(candidate), allowed)
    if (slips > allowed) continue
    best = candidate
    allowed = slips - 1
    if (allowed < 0) break
  }
  return best
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('-', '_')
}

/** Optimal string alignment distance; anything beyond `limit` comes back as `limit + 1`. */
function slipsBetween(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const changed = from[row - 1] === to[column - 1] ? 0 : 1
      const cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + changed,
        swapped(from, to, row, column) ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
      current.push(cost)
    }
    if (Math.min(...current) > limit && Math.min(...last) > limit) return limit + 1
    beforeLast = last
    last = current
  }
  return Math.min(at(last, to.length), limit + 1)
}

function swapped(from: string, to: string, row: number, column: number): boolean {
  return row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
