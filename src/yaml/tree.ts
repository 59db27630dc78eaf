import type { Position } from '../model/problem.ts'

/** A key or index per level, from the top of a document. */
export type YamlPath = readonly (string | number)[]

/** One node of a YAML document, as written: nothing is resolved yet. */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias

interface WrittenValue {
  readonly at: Position
  readonly tag: string | undefined
  readonly anchor: string | undefined
}

export interface YamlScalar extends WrittenValue {
  readonly kind: 'scalar'
  readonly text: string
  readonly plain: boolean
  /** What YAML 1.2's core schema makes of it. */
  readonly core: unknown
}

export interface YamlMap extends WrittenValue {
  readonly kind: 'map'
  /** Written in braces. */
  readonly flow: boolean
  readonly pairs: readonly { readonly key: YamlNode; readonly value: YamlNode }[]
}

export interface YamlList extends WrittenValue {
  readonly kind: 'list'
  readonly items: readonly YamlNode[]
}

export interface YamlAlias extends WrittenValue {
  readonly kind: 'alias'
  readonly name: string
}

/** A path as people write it: `nodes.control.hosts`, `kolla.inventory[0]`. */
export function pathText(path: YamlPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./u, '')
}
