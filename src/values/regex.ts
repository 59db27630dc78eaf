/** A text as a pattern that matches it and nothing else, in JavaScript and in RE2. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`)
}
