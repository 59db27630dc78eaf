import type { Position } from '../../model/problem.ts'
import type { Release } from '../releases/release.ts'

/** Where something was written: a place in a file, or the file alone. */
export type VariablePlace = Position | { readonly file: string }

/** A value that a file gives to a variable; not yet a template's result. */
export interface Variable {
  readonly value: unknown
  readonly at: VariablePlace
}

export type Variables = ReadonlyMap<string, Variable>

/** Where a value comes from. `ansible` are the variables that Ansible makes itself, as inventory_hostname. */
export type Origin =
  | { readonly kind: 'file'; readonly at: VariablePlace }
  | { readonly kind: 'default'; readonly release: Release | undefined }
  | { readonly kind: 'override' }
  | { readonly kind: 'ansible' }

/** A place as people write it: `file:line:column`. */
export function placeText(at: VariablePlace): string {
  return 'line' in at ? `${at.file}:${at.line}:${at.column}` : at.file
}

/** An origin as people read it. */
export function originText(origin: Origin): string {
  if (origin.kind === 'file') return placeText(origin.at)
  if (origin.kind === 'override') return 'kolla.overrides'
  if (origin.kind === 'ansible') return 'Ansible'
  return origin.release === undefined
    ? "Kolla's default in every release"
    : `Kolla's default for ${origin.release}`
}

/** A variable and where it was written. */
export interface VariableSource {
  readonly key: string
  readonly origin: Origin
}
