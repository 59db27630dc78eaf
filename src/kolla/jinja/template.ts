import { evaluate, evaluateOpen, type Lookup } from './evaluate.ts'
import { type Expression, parseExpression } from './expression.ts'
import { textOf } from './python-value.ts'
import { unsupported } from './stuck.ts'

type Part = { readonly text: string } | { readonly expression: Expression }

const OPENING = /\{[{%#]/gu

/** A string whole, or one character; a quote alone is one that is never closed. */
const PIECE = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|[\s\S]/uy

/** Whether a text holds anything that Jinja would act on. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%|\{#/u.test(text)
}

/**
 * The value of a template. A template that is one expression has that expression's value and type; otherwise the
 * values are put into the text. A value that only the node knows is a NodeFact, where it is the whole. Throws Stuck for statements and for what an expression cannot say here.
 */
export function evaluateTemplate(template: string, lookup: Lookup): unknown {
  const parts = read.get(template) ?? partsOf(template)
  read.set(template, parts)
  const [only, ...others] = parts
  if (only && 'expression' in only && others.length === 0) return single(only.expression, lookup)
  return typed(
    parts.map((part) => ('text' in part ? part.text : textOf(evaluate(part.expression, lookup)))).join(''),
  )
}

/** Every host of a cloud asks for the same few templates. */
const read = new Map<string, readonly Part[]>()

function partsOf(template: string): Part[] {
  const parts: Part[] = []
  let index = 0
  for (const { index: at, 0: opening } of template.matchAll(OPENING)) {
    if (at < index) continue
    if (at > index) parts.push({ text: template.slice(index, at) })
    const end = endOf(opening, template, at + 2)
    if (opening === '{{') parts.push({ expression: readExpression(template.slice(at + 2, end)) })
    index = end + 2
  }
  if (index < template.length) parts.push({ text: template.slice(index) })
  return parts
}

/** Where the closing braces of what begins with `opening` begin. Throws Stuck for statements, and without them. */
function endOf(opening: string, template: string, start: number): number {
  if (opening === '{%') return unsupported('a statement in {% … %}')
  const end = opening === '{#' ? template.indexOf('#}', start) : endOfExpression(template, start)
  return end < 0 ? unsupported(opening === '{#' ? 'a {# without its #}' : 'a {{ without its }}') : end
}

/** Closing braces in strings do not count; -1 without others. */
function endOfExpression(template: string, start: number): number {
  PIECE.lastIndex = start
  while (PIECE.lastIndex < template.length && !template.startsWith('}}', PIECE.lastIndex)) {
    const [piece = ''] = PIECE.exec(template) ?? []
    if (piece === "'" || piece === '"') return unsupported(`the quote ${piece} without its end`)
  }
  return PIECE.lastIndex < template.length ? PIECE.lastIndex : -1
}

function readExpression(source: string): Expression {
  if (/^-|-$/u.test(source)) return unsupported('the whitespace control {{- or -}}')
  return parseExpression(source)
}

/** Only a variable itself can be null; what is worked out to null is an empty text, as in Ansible. */
function single(expression: Expression, lookup: Lookup): unknown {
  const value = evaluateOpen(expression, lookup)
  return value === null && expression.kind !== 'name' ? '' : typed(value)
}

/** Ansible makes booleans of the texts True and False that a template gives. */
function typed(value: unknown): unknown {
  return value === 'True' ? true : value === 'False' ? false : value
}
