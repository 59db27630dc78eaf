import type { Problem } from '../../src/model/problem.ts'

/** A problem as one line, for a comparison. */
export function sentence({ severity, at, path, message, remedy }: Problem): string {
  const place = at === undefined ? '' : 'line' in at ? `${at.file}:${at.line}:${at.column}` : at.file
  return `${severity} ${place} ${path}: ${message}; ${remedy}`
}
