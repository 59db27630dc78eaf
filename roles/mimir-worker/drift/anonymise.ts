import { escapeRegex } from '../../../src/values/regex.ts'

/** A text in which a node's own names and addresses are numbered as they occur, so that nodes of one kind have it alike. */
export function withoutNodeValues(text: string, nodeValues: readonly string[]): string {
  if (nodeValues.length === 0) return text
  const longestFirst = [...new Set(nodeValues)].sort((a, b) => b.length - a.length)
  const words = longestFirst.map(escapeRegex)
  const numbers = new Map<string, number>()
  return text.replaceAll(new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'gu'), (word) => {
    const number = numbers.get(word) ?? numbers.size
    numbers.set(word, number)
    return `\u0000${number}\u0000`
  })
}
