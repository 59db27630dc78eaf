import { type Plain, plainData } from './plain.ts'
import { needsQuotes } from './scalars.ts'

/**
 * Writes plain data as YAML that 1.1 and 1.2 readers read alike: strings in double quotes, each on one line, no
 * anchors. A TypeError says what is not plain data.
 */
export function writeYaml(value: unknown): string {
  const plain = plainData(value)
  return isScalar(plain) || isEmpty(plain) ? `${inline(plain)}\n` : block(plain, '')
}

type Collection = readonly Plain[] | { readonly [key: string]: Plain }

/** The lines of a list or mapping that is not empty, each after `indent`. */
function block(value: Collection, indent: string): string {
  if (isList(value)) return value.map((item) => `${indent}- ${afterDash(item, indent)}`).join('')
  return Object.entries(value)
    .map(([key, member]) => `${indent}${written(key)}:${afterColon(member, indent)}`)
    .join('')
}

function afterColon(value: Plain, indent: string): string {
  if (isScalar(value) || isEmpty(value)) return ` ${inline(value)}\n`
  return `\n${block(value, `${indent}  `)}`
}

/** A collection begins on the line of its dash. */
function afterDash(value: Plain, indent: string): string {
  if (isScalar(value) || isEmpty(value)) return `${inline(value)}\n`
  return block(value, `${indent}  `).slice(indent.length + 2)
}

function inline(value: Plain): string {
  if (isList(value)) return '[]'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return numeral(value)
  return typeof value === 'object' && value !== null ? '{}' : String(value)
}

function written(key: string): string {
  return needsQuotes(key) ? quoted(key) : key
}

/** JSON's escapes are YAML's; what YAML 1.1 takes for a line break or forbids is escaped too. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/gu, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** YAML 1.1 takes JSON's exponents for strings. */
function numeral(value: number): string {
  const text = String(value)
  if (text.includes('e'))
    throw new TypeError(`${text} cannot be written so that every YAML reader reads it alike`)
  return text
}

function isScalar(value: Plain): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value)
}

function isEmpty(value: Collection): boolean {
  return Object.keys(value).length === 0
}
