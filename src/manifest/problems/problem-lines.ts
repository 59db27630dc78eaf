import type { Problem } from '../../model/problem.ts'
import { type SafeText, safeLine, safeText } from '../../values/safe-text.ts'

export interface LineOptions {
  /** The texts by file name: with them, the place is shown under each problem. */
  readonly texts?: ReadonlyMap<string, string>
  /** How many problems are shown; the rest is counted. */
  readonly most?: number
}

/** Problems sorted by file and position; those without one stand before the rest of their file. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.at?.file ?? '', b.at?.file ?? '') ||
      lineOf(a) - lineOf(b) ||
      columnOf(a) - columnOf(b) ||
      compare(a.severity, b.severity),
  )
}

/** `file:line:column path: what is wrong; what to do`, a problem a line and in order; a warning says that it is one. */
export function problemLines(
  problems: readonly Problem[],
  { texts, most = 100 }: LineOptions = {},
): SafeText[] {
  const ordered = inOrder(problems)
  const shown = ordered.slice(0, most).flatMap((problem) => [problemLine(problem), ...frame(problem, texts)])
  const more = ordered.length - most
  return more > 0 ? [...shown, safeText(`… and ${more} more ${more === 1 ? 'problem' : 'problems'}`)] : shown
}

/** One problem on one line. */
export function problemLine({ severity, at, path, message, remedy }: Problem): SafeText {
  const place = [at === undefined ? '' : placeOf(at), path].filter((part) => part !== '').join(' ')
  const text = `${severity === 'warning' ? 'warning: ' : ''}${message}; ${remedy}`
  return safeLine(place === '' ? text : `${place}: ${text}`, 1000)
}

function placeOf(at: NonNullable<Problem['at']>): string {
  return 'line' in at ? `${at.file}:${at.line}:${at.column}` : at.file
}

/** The line of the text with a mark below, unless it may hold a secret. */
function frame({ at }: Problem, texts: ReadonlyMap<string, string> | undefined): SafeText[] {
  if (at === undefined || !('line' in at)) return []
  const line = texts?.get(at.file)?.split(/\r?\n/u)[at.line - 1]
  if (line === undefined || line.trim() === '' || line.length > 200 || mayHoldSecret(line)) return []
  const number = String(at.line)
  const indent = line
    .slice(0, at.column - 1)
    .replace(/[^\t]/gu, ' ')
    .replaceAll('\t', ' ')
  return [safeLine(`  ${number} | ${line}`), safeLine(`  ${' '.repeat(number.length)} | ${indent}^`)]
}

function mayHoldSecret(line: string): boolean {
  return /pass|secret|token|bearer|auth|:\/\/[^\s/]*@/iu.test(line)
}

function lineOf({ at }: Problem): number {
  return at !== undefined && 'line' in at ? at.line : 0
}

function columnOf({ at }: Problem): number {
  return at !== undefined && 'line' in at ? at.column : 0
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
