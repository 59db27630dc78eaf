import type { Position } from '../model/problem.ts'

/** Where something was written: a place in a file, or the file alone. */
export type Place = Position | { readonly file: string }

/** A value that a file gives to a variable; not yet a template's result. */
export interface Variable {
  readonly value: unknown
  readonly at: Place
}

export type Variables = ReadonlyMap<string, Variable>

/** A place as people write it: `file:line:column`. */
export function placeText(at: Place): string {
  return 'line' in at ? `${at.file}:${at.line}:${at.column}` : at.file
}
