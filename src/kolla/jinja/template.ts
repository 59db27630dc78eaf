import { evaluate, type Lookup } from './evaluate.ts'
import { type Expression, parseExpression } from './expression.ts'
import { textOf } from './python-value.ts'
import { unsupported } from './stuck.ts'

type Part = { readonly text: string } | { readonly expression: Expression }

/** Between the braces: strings whole, then anything up to the closing braces. */
const PART =
  /\{\{-?(?<expression>(?:'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|(?!-?\}\})[\s\S])*)-?\}\}|\{#[\s\S]*?#\}|(?<statement>\{%)/gu

/** Whether a text holds anything that Jinja would act on. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%|\{#/u.test(text)
}

/**
 * The value of a template. A template that is one expression has that expression's value and type; otherwise the
 * values are put into the text. Throws Stuck for statements and for what an expression cannot say here.
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
  for (const match of template.matchAll(PART)) {
    const { expression, statement } = match.groups ?? {}
    if (statement !== undefined) return unsupported('a statement in {% … %}')
    if (/^\{\{-|-\}\}$/u.test(match[0])) return unsupported('the whitespace control {{- or -}}')
    if (match.index > index) parts.push({ text: template.slice(index, match.index) })
    if (expression !== undefined) parts.push({ expression: parseExpression(expression) })
    index = match.index + match[0].length
  }
  const rest = template.slice(index)
  if (isTemplate(rest)) return unsupported('a {{ without its }}')
  if (rest !== '') parts.push({ text: rest })
  return parts
}

/** Only a variable itself can be null; what is worked out to null is an empty text, as in Ansible. */
function single(expression: Expression, lookup: Lookup): unknown {
  const value = evaluate(expression, lookup)
  return value === null && expression.kind !== 'name' ? '' : typed(value)
}

/** Ansible makes booleans of the texts True and False that a template gives. */
function typed(value: unknown): unknown {
  return value === 'True' ? true : value === 'False' ? false : value
}
