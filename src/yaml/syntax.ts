import type { Position, Problem } from '../model/problem.ts'

/** How YAML is read: by the manifest's strict rules, or as Ansible does. */
export type Dialect = 'strict-1.2' | 'ansible'

/** What the parser found wrong: its code and message, where, and the line it stands on. */
export interface SyntaxFault {
  readonly code: string
  readonly message: string
  readonly at: Position
  readonly line: string
}

const MEBIBYTE = 1024 * 1024
const LONGEST: Record<Dialect, number> = { 'strict-1.2': MEBIBYTE, ansible: 4 * MEBIBYTE }
const BINARY = /(?![\t\n\r\u0085])[\p{Cc}\uFFFE\uFFFF]/u

const QUOTE_JINJA = 'quote the whole value: key: "{{ … }}"'

/** Why a text is not worth parsing at all, or undefined. */
export function unreadableText(text: string, file: string, dialect: Dialect): Problem | undefined {
  const bytes = Buffer.byteLength(text)
  if (bytes > LONGEST[dialect])
    return wholeFile(
      file,
      `the file has ${bytes} bytes; at most ${LONGEST[dialect]} are read`,
      'check that this is the right file, or split it',
    )
  const foreign = text.indexOf('\uFFFD')
  if (foreign >= 0)
    return {
      ...binaryText(text, file, foreign),
      message: 'found a byte that is not UTF-8',
      remedy: 'save the file as UTF-8',
    }
  const control = BINARY.exec(text)
  if (control) return binaryText(text, file, control.index)
  return undefined
}

/** The problem that a fault of the parser is, with a better message where there is one. */
export function syntaxProblem(fault: SyntaxFault, dialect: Dialect): Problem {
  const [message, remedy] = messageOf(fault, dialect)
  return { severity: 'error', at: fault.at, path: '', message, remedy }
}

export function tooDeep(at: Position): Problem {
  const message = 'the file is nested too deep to read'
  return { severity: 'error', at, path: '', message, remedy: 'check that this is the right file' }
}

/** An unquoted `{{ … }}` is a mapping to YAML. */
export function unquotedJinja(at: Position, path: string): Problem {
  return {
    severity: 'error',
    at,
    path,
    message: 'found an unquoted {{, which YAML reads as the start of a mapping',
    remedy: QUOTE_JINJA,
  }
}

function messageOf(fault: SyntaxFault, dialect: Dialect): readonly [message: string, remedy: string] {
  if (/(?:^|[:-])\s+\{\{|^\s*[^\s:#]+:\s*\{\{/u.test(fault.line))
    return ['found an unquoted {{, which YAML reads as the start of a mapping', QUOTE_JINJA]
  if (/^\s*\{%|:\s+\{%/u.test(fault.line))
    return [
      'found a template ({% …), not YAML',
      dialect === 'ansible'
        ? 'point at the rendered file; Kayobe keeps it in $KOLLA_CONFIG_PATH'
        : 'write the value itself',
    ]
  if (fault.code === 'TAB_AS_INDENT' || /^ *\t/u.test(fault.line))
    return ['found a tab in the indentation', 'indent with spaces']
  if (fault.code === 'MULTIPLE_DOCS')
    return [
      'found a second YAML document in the file',
      'keep one document; remove the --- line before the second',
    ]
  return [
    `this is not valid YAML: ${lowerFirst(withoutSource(fault.message))}`,
    'correct the syntax here or on the line above',
  ]
}

function binaryText(text: string, file: string, offset: number): Problem {
  const before = text.slice(0, offset)
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0')
  const lineStart = before.lastIndexOf('\n') + 1
  return {
    severity: 'error',
    at: { file, line: before.split('\n').length, column: offset - lineStart + 1 },
    path: '',
    message: `found the control character U+${code}; this is not a plain text file`,
    remedy: 'save the file as UTF-8 text without control characters',
  }
}

function wholeFile(file: string, message: string, remedy: string): Problem {
  return { severity: 'error', at: { file }, path: '', message, remedy }
}

/** The parser ends some messages with what it found, which may be a piece of a password. */
function withoutSource(message: string): string {
  return message.replace(/(?<=\w): [\s\S]*$/u, '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
