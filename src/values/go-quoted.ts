const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"' }

const ESCAPE = /\\(?:u(?<hex>[0-9a-fA-F]{4})|(?<control>[nrt\\"]))/gu

/**
 * The text between the quotes of a logfmt value or of a label in Prometheus's text format: both are escaped as Go
 * quotes a string. A backslash that begins no such escape is a byte of the text, and stays.
 */
export function goUnquoted(quoted: string): string {
  return quoted.replace(ESCAPE, (_escape, hex: string | undefined, control: string | undefined) =>
    hex === undefined ? (CONTROLS[control ?? ''] ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
