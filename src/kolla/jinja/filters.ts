import { isIP } from 'node:net'
import { NodeFact } from './fact.ts'
import { ansibleBool, integerOf, isTrue, stringOf, textOf } from './python-value.ts'
import { unsupported } from './stuck.ts'

/** The values given to a filter, by position and by name. */
export interface FilterInputs {
  readonly positional: readonly unknown[]
  readonly named: ReadonlyMap<string, unknown>
}

type JinjaFilter = (value: unknown, inputs: FilterInputs) => unknown

const FILTERS: ReadonlyMap<string, JinjaFilter> = new Map<string, JinjaFilter>([
  ['bool', (value) => (value === null ? null : ansibleBool(value))],
  ['int', (value, inputs) => integerOf(value, argument(inputs, 0, 'default') ?? 0)],
  ['lower', (value) => stringOf(value).toLowerCase()],
  ['upper', (value) => stringOf(value).toUpperCase()],
  ['replace', replaced],
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
        .join(textOf(argument(inputs, 0, 'd') ?? '')),
  ],
  ['ipaddr', ipAddress],
  ['kolla_url', kollaUrl],
  ['put_address_in_context', (value, inputs) => inContext(value, argument(inputs, 0, 'context'))],
  ['ternary', (value, inputs) => (isTrue(value) ? inputs.positional[0] : inputs.positional[1])],
])
/** Applies a filter to a value that is defined. `default` is the evaluator's, as it takes undefined values. */
export function applyFilter(name: string, value: unknown, inputs: FilterInputs): unknown {
  const short = name.replace(/^ansible\.(?:builtin|utils)\./u, '')
  if (short === 'kolla_address') return kollaAddress(value, inputs)
  const filter = FILTERS.get(short)
  const result = filter ? filter(value, inputs) : unsupported(`the filter ${name}`)
  return result === undefined ? unsupported(`the filter ${name} without a result`) : result
}

const LONGEST = 1_000_000

/** A replacement for each of many characters may be long itself. */
function replaced(value: unknown, inputs: FilterInputs): string {
  const old = stringOf(argument(inputs, 0, 'old') ?? unsupported('replace without what to replace'))
  const fresh = stringOf(argument(inputs, 1, 'new') ?? unsupported('replace without a replacement'))
  const text = stringOf(value)
  const times = old === '' ? text.length + 1 : text.split(old).length - 1
  if (text.length + times * fresh.length > LONGEST)
    return unsupported(`a value of more than ${LONGEST} characters`)
  return text.replaceAll(old, () => fresh)
}

/** Kolla's own: the address of a network's interface, which is a fact of the host that asks, or of another. */
function kollaAddress(network: unknown, { positional, named }: FilterInputs): NodeFact {
  const fact = new NodeFact(['kolla_address', stringOf(network)])
  if (positional.length + named.size > 0) throw fact.stuck()
  return fact
}

/** Of ansible.utils: the address alone, without its prefix; false for what is no address. */
function ipAddress(value: unknown, inputs: FilterInputs): string | false {
  if (argument(inputs, 0, 'query') !== 'address') return unsupported('the filter ipaddr with another query')
  const [address = '', prefix, ...more] = typeof value === 'string' ? value.split('/') : []
  const isAddress =
    isIP(address) !== 0 && more.length === 0 && (prefix === undefined || /^\d+$/u.test(prefix))
  return isAddress && address
}

/** The value of one argument, or undefined where it was not given. */
export function argument({ positional, named }: FilterInputs, index: number, name: string): unknown {
  return positional[index] ?? named.get(name)
}

/** Kolla's own: a url of a host, a protocol and a port, which is left out where the protocol has it anyway. */
function kollaUrl(host: unknown, inputs: FilterInputs): string {
  const protocol = stringOf(argument(inputs, 0, 'protocol') ?? unsupported('kolla_url without a protocol'))
  const port = stringOf(argument(inputs, 1, 'port') ?? unsupported('kolla_url without a port')).trim()
  const path = stringOf(argument(inputs, 2, 'path') ?? '')
  if (!/^\d+$/u.test(port)) return unsupported('kolla_url with a port that is no number')
  const usual = /^(?:http|ws)$/u.test(protocol) ? 80 : /^(?:http|ws)s$/u.test(protocol) ? 443 : undefined
  const suffix = Number(port) === usual ? '' : `:${Number(port)}`
  return `${protocol}://${inContext(host, argument(inputs, 3, 'context') ?? 'url')}${suffix}${path}`
}

/** Kolla's own: an address as it is written in a url; elsewhere it is written in ways that nobody needs here. */
function inContext(address: unknown, context: unknown): string {
  if (context !== 'url') return unsupported('put_address_in_context for anything but a url')
  const text = stringOf(address)
  return text.includes(':') ? `[${text}]` : text
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
