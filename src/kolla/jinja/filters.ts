import { ansibleBool, integerOf, isTrue, stringOf, textOf } from './python-value.ts'
import { Stuck, unsupported } from './stuck.ts'

/** The values given to a filter, by position and by name. */
export interface Inputs {
  readonly positional: readonly unknown[]
  readonly named: ReadonlyMap<string, unknown>
}

type Filter = (value: unknown, inputs: Inputs) => unknown

const FILTERS = new Map<string, Filter>([
  ['bool', (value) => (value === null ? null : ansibleBool(value))],
  ['int', (value, inputs) => integerOf(value, given(inputs, 0, 'default') ?? 0)],
  ['lower', (value) => stringOf(value).toLowerCase()],
  ['upper', (value) => stringOf(value).toUpperCase()],
  ['string', stringOf],
  ['trim', (value) => stringOf(value).trim()],
  ['length', lengthOf],
  ['count', lengthOf],
  ['first', (value) => listOf(value)[0]],
  ['last', (value) => listOf(value).at(-1)],
  [
    'join',
    (value, inputs) =>
      listOf(value)
        .map(stringOf)
        .join(textOf(given(inputs, 0, 'd') ?? '')),
  ],
  ['ternary', (value, inputs) => (isTrue(value) ? inputs.positional[0] : inputs.positional[1])],
])
const NEEDS_NODE = ['kolla_address']

/** Applies a filter to a value that is defined. `default` is the evaluator's, as it takes undefined values. */
export function applyFilter(name: string, value: unknown, inputs: Inputs): unknown {
  const short = name.replace(/^ansible\.builtin\./u, '')
  if (NEEDS_NODE.includes(short))
    throw new Stuck('needs-node', `the filter ${name}, which reads the addresses of a node`)
  const filter = FILTERS.get(short)
  const result = filter ? filter(value, inputs) : unsupported(`the filter ${name}`)
  return result === undefined ? unsupported(`the filter ${name} without a result`) : result
}

/** The value of one argument, or undefined where it was not given. */
export function given({ positional, named }: Inputs, index: number, name: string): unknown {
  return positional[index] ?? named.get(name)
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (typeof value === 'object' && value !== null) return Object.keys(value).length
  return unsupported('the length of such a value')
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return unsupported('a filter for lists on another value')
}
