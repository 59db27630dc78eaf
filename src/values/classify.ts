/** Patterns and what each stands for, the most specific first. */
export type Patterns<T> = readonly (readonly [pattern: RegExp, meaning: T])[]

/** What the first pattern that matches the text stands for; undefined where none matches. */
export function classify<T>(text: string, patterns: Patterns<T>): T | undefined {
  return patterns.find(([pattern]) => pattern.test(text))?.[1]
}
