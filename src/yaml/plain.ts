/** Data of which every part has one form in YAML and in JSON. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** A copy of `value` as plain data, without undefined members; a TypeError names what is not plain. */
export function plainData(value: unknown, path = ''): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return plainNumber(value, path)
  if (Array.isArray(value)) return value.map((item: unknown, index) => plainData(item, `${path}[${index}]`))
  if (typeof value === 'object' && isPlainObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key, plainData(member, `${path}.${key}`)]),
    )
  throw notPlain(path, Object.prototype.toString.call(value))
}

function plainNumber(value: number, path: string): number {
  if (!Number.isFinite(value)) throw notPlain(path, String(value))
  return value === 0 ? 0 : value
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function notPlain(path: string, found: string): TypeError {
  return new TypeError(`${path || 'the value'} is not plain data: ${found}`)
}
