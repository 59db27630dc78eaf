/** A text as a pattern that matches it and nothing else, in JavaScript and in RE2. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`)
}

/**
 * Whether a filter's expression matches a whole name, as Prometheus matches; undefined for an expression that only RE2
 * reads.
 */
export function matchesWhole(pattern: string, name: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(name)
  } catch {
    return undefined
  }
}
