import { isDeepStrictEqual } from 'node:util'
import { unsupported } from './stuck.ts'

/** Whether Python takes a value for true. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

/** Whether Ansible's `| bool` takes a value for true: yes, on, 1 and true in any case, and nothing else. */
export function ansibleBool(value: unknown): boolean {
  if (typeof value === 'string') return ['yes', 'on', '1', 'true'].includes(value.toLowerCase())
  return value === true || value === 1
}

/** A value as Jinja puts it into a text. */
export function textOf(value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  return unsupported('a list or mapping inside a text')
}

/** A value as Python's str prints it, which differs for None. */
export function stringOf(value: unknown): string {
  return value === null ? 'None' : textOf(value)
}

/** Python's ==, in which true is 1. */
export function isEqual(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(comparable(left), comparable(right))
}

/** Python's `left in right`. */
export function isIn(left: unknown, right: unknown): boolean {
  if (Array.isArray(right)) return right.some((item) => isEqual(left, item))
  if (typeof right === 'string' && typeof left === 'string') return right.includes(left)
  if (typeof right === 'object' && right !== null && typeof left === 'string')
    return Object.hasOwn(right, left)
  return unsupported('a membership test of such values')
}

/** Jinja's `| int`, which makes 0 of what is no number. */
export function integerOf(value: unknown, otherwise: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value !== 'string') return otherwise
  const text = value.trim().replaceAll('_', '')
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/u.test(text) ? Math.trunc(Number(text)) : otherwise
}

function comparable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (Array.isArray(value)) return value.map(comparable)
  return value
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : unsupported('a number without end')
}
