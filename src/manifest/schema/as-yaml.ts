/** A value as one would write it in a manifest, on one line: for examples and remedies, never for files. */
export function asYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${asYaml(item)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }
  if (typeof value === 'string' && isPlain(value)) return value
  return JSON.stringify(value) ?? 'null'
}

function isPlain(text: string): boolean {
  if (/^(?:true|false|null|~)$/iu.test(text) || !Number.isNaN(Number(text))) return false
  return /^[\w~/.][\w./:~@-]*(?: [\w./:~@-]+)*$/u.test(text) && !/: |:$/u.test(text)
}
