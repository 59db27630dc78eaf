import { failed, type Result, success } from '../../../src/model/result.ts'

/** What one key of a fault may hold. */
export interface FaultKey<T> {
  readonly accepts: (value: unknown) => value is T
  readonly expected: string
}

/** The keys that a fault of shape `F` may have; every one of them is optional. */
export type FaultKeys<F> = { readonly [K in keyof F]-?: FaultKey<Exclude<F[K], undefined>> }

/** Reads a fault from JSON; `{}` and nothing at all both mean a healthy service. All problems at once. */
export function readFault<F extends object>(text: string, keys: FaultKeys<F>): Result<F, readonly string[]> {
  const value = parsed(text.trim() === '' ? '{}' : text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failed([`expected a JSON object, found ${text.slice(0, 80)}`])
  }
  const table = new Map<string, FaultKey<unknown>>(Object.entries(keys))
  const problems = Object.entries(value).flatMap(([key, found]) => problemOf(key, found, table))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every key was just checked against F's own table
  return problems.length > 0 ? failed(problems) : success(value as F)
}

/** One of a few words or numbers. */
export function oneOf<const T extends string | number>(...words: readonly T[]): FaultKey<T> {
  return {
    accepts: (value): value is T => words.some((word) => word === value),
    expected: `one of ${words.join(', ')}`,
  }
}

export const NOT_NEGATIVE: FaultKey<number> = {
  accepts: (value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  expected: 'a number of 0 or more',
}

export const TRUE_OR_FALSE: FaultKey<boolean> = {
  accepts: (value): value is boolean => typeof value === 'boolean',
  expected: 'true or false',
}

export const NAMES: FaultKey<readonly string[]> = {
  accepts: (value): value is readonly string[] =>
    Array.isArray(value) && value.every((item) => typeof item === 'string'),
  expected: 'a list of names',
}

export const PATTERN: FaultKey<string> = {
  accepts: (value): value is string => typeof value === 'string' && compiles(value),
  expected: 'a regular expression',
}

/** A whole fault for each of some names. */
export function oneForEach<F extends object>(keys: FaultKeys<F>): FaultKey<Readonly<Record<string, F>>> {
  return {
    accepts: (value): value is Readonly<Record<string, F>> =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((fault) => readFault(JSON.stringify(fault), keys).ok),
    expected: 'names with a fault each',
  }
}

function problemOf(key: string, found: unknown, table: ReadonlyMap<string, FaultKey<unknown>>): string[] {
  const known = table.get(key)
  if (known === undefined) return [`${key}: no such key; expected one of ${[...table.keys()].join(', ')}`]
  return known.accepts(found) ? [] : [`${key}: expected ${known.expected}, found ${JSON.stringify(found)}`]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}
