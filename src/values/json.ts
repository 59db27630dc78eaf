/** A JSON object whose fields are not known to be anything yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON object of a text, or undefined for anything else. */
export function jsonRecord(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A field that is a string, a number or a boolean, as text; empty for anything else. */
export function textOf(record: JsonRecord | undefined, key: string): string {
  const value = record?.[key]
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** The elements of a field that is a list; none for anything else. */
export function listOf(record: JsonRecord | undefined, key: string): readonly unknown[] {
  const value = record?.[key]
  return Array.isArray(value) ? value : []
}
