/** What a scalar may be once it is read. */
export type Scalar = string | number | boolean | null

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/u
const TRUE = /^(?:yes|true|on)$/iu
const NULL = /^(?:~|null|Null|NULL|)$/u
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/u
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/u
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/u
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/u

/**
 * An unquoted scalar as PyYAML, and with it Ansible, reads it: YAML 1.1 with yes, no, on and off as booleans, but y, n
 * and 1e3 as strings. Dates stay strings, and so do integers that a number here cannot hold exactly.
 */
export function ansibleScalar(source: string): Scalar {
  if (NULL.test(source)) return null
  if (BOOLEAN.test(source)) return TRUE.test(source)
  if (INTEGER.test(source)) return integer(source)
  if (FLOAT.test(source)) return float(source)
  if (INFINITY.test(source)) return source.startsWith('-') ? -Infinity : Infinity
  if (NOT_A_NUMBER.test(source)) return Number.NaN
  return source
}

/** Whether an unquoted word could be read by a YAML 1.1 or 1.2 reader as anything but this very string. */
export function needsQuotes(key: string): boolean {
  return !/^[A-Za-z_][\w./-]*$/u.test(key) || /^(?:y|n|yes|no|true|false|on|off|null)$/iu.test(key)
}

function integer(source: string): Scalar {
  const negative = source.startsWith('-')
  const digits = source.replace(/^[-+]/u, '').replaceAll('_', '')
  const size = magnitude(digits)
  if (size === undefined || !Number.isSafeInteger(size)) return source
  return negative && size !== 0 ? -size : size
}

function magnitude(digits: string): number | undefined {
  if (digits.includes(':')) return sexagesimal(digits)
  const based = /^0(?<base>[bx])?(?<rest>.+)$/u.exec(digits)
  if (!based?.groups) return digits === '' ? undefined : Number(digits)
  const { base, rest = '' } = based.groups
  const radix = base === 'b' ? 2 : base === 'x' ? 16 : 8
  return rest === '' ? undefined : Number.parseInt(rest, radix)
}

function float(source: string): number {
  const sign = source.startsWith('-') ? -1 : 1
  const digits = source.replace(/^[-+]/u, '').replaceAll('_', '')
  return sign * (digits.includes(':') ? sexagesimal(digits) : Number(digits))
}

function sexagesimal(digits: string): number {
  return digits.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}
