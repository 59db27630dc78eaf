import { unsupported } from './stuck.ts'
import { type Token, tokens } from './tokens.ts'

/** The part of Jinja's expressions that is understood here. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | {
      readonly kind: 'filter'
      readonly name: string
      readonly input: Expression
      readonly inputs: readonly Argument[]
    }
  | { readonly kind: 'test'; readonly name: string; readonly input: Expression; readonly negated: boolean }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'minus'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'if'
      readonly condition: Expression
      readonly chosen: Expression
      readonly otherwise: Expression | undefined
    }

export interface Argument {
  readonly name: string | undefined
  readonly value: Expression
}

interface Cursor {
  readonly tokens: readonly Token[]
  index: number
}

const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])
const RESERVED = ['and', 'or', 'not', 'in', 'is', 'if', 'else']
const MOST_TOKENS = 2000
const MOST_BRACKETS = 100

/** Reads one expression; throws Stuck for what is not understood. */
export function parseExpression(source: string): Expression {
  const cursor: Cursor = { tokens: tokens(source), index: 0 }
  const brackets = cursor.tokens.filter((token) => token.kind === 'operator' && /[([{]/u.test(token.text))
  if (brackets.length > MOST_BRACKETS || cursor.tokens.length > MOST_TOKENS)
    return unsupported('an expression of that length')
  const expression = conditional(cursor)
  const rest = cursor.tokens[cursor.index]
  return rest ? unsupported(described(rest)) : expression
}

function conditional(cursor: Cursor): Expression {
  const chosen = either(cursor)
  if (!takeWord(cursor, 'if')) return chosen
  const condition = either(cursor)
  const otherwise = takeWord(cursor, 'else') ? conditional(cursor) : undefined
  return { kind: 'if', condition, chosen, otherwise }
}

function either(cursor: Cursor): Expression {
  let left = both(cursor)
  while (takeWord(cursor, 'or')) left = { kind: 'binary', operator: 'or', left, right: both(cursor) }
  return left
}

function both(cursor: Cursor): Expression {
  let left = negation(cursor)
  while (takeWord(cursor, 'and')) left = { kind: 'binary', operator: 'and', left, right: negation(cursor) }
  return left
}

function negation(cursor: Cursor): Expression {
  return takeWord(cursor, 'not') ? { kind: 'not', operand: negation(cursor) } : comparison(cursor)
}

/** One comparison; Jinja's chains (1 < x < 9) are not understood. */
function comparison(cursor: Cursor): Expression {
  const left = sum(cursor)
  const operator = comparator(cursor)
  if (operator === undefined) return left
  const compared: Expression = { kind: 'binary', operator, left, right: sum(cursor) }
  return comparator(cursor) === undefined ? compared : unsupported('a chain of comparisons')
}

function comparator(cursor: Cursor): string | undefined {
  if (takeWord(cursor, 'in')) return 'in'
  const next = cursor.tokens[cursor.index + 1]
  if (isWord(cursor.tokens[cursor.index], 'not') && isWord(next, 'in')) {
    cursor.index += 2
    return 'not in'
  }
  return ['==', '!=', '<=', '>=', '<', '>'].find((operator) => takeOperator(cursor, operator))
}

function sum(cursor: Cursor): Expression {
  let left = joined(cursor)
  for (;;) {
    const operator = ['+', '-'].find((sign) => takeOperator(cursor, sign))
    if (operator === undefined) return left
    left = { kind: 'binary', operator, left, right: joined(cursor) }
  }
}

function joined(cursor: Cursor): Expression {
  let left = product(cursor)
  while (takeOperator(cursor, '~')) left = { kind: 'binary', operator: '~', left, right: product(cursor) }
  return left
}

function product(cursor: Cursor): Expression {
  let left = signed(cursor)
  while (takeOperator(cursor, '*')) left = { kind: 'binary', operator: '*', left, right: signed(cursor) }
  return left
}

function signed(cursor: Cursor): Expression {
  const minus = takeOperator(cursor, '-')
  const operand = members(primary(cursor), cursor)
  return filters(minus ? { kind: 'minus', operand } : operand, cursor)
}

function primary(cursor: Cursor): Expression {
  const token = cursor.tokens[cursor.index]
  if (!token) return unsupported('an expression that ends too early')
  cursor.index += 1
  if (token.kind === 'number') return { kind: 'literal', value: token.value }
  if (token.kind === 'string') return { kind: 'literal', value: texts(token.value, cursor) }
  if (token.kind === 'name') return named(token.text)
  if (token.text === '[') return { kind: 'list', items: listed(cursor, ']') }
  if (token.text !== '(') return unsupported(described(token))
  const [only, ...others] = listed(cursor, ')')
  const afterComma = isOperator(cursor.tokens[cursor.index - 2], ',')
  return only === undefined || others.length > 0 || afterComma ? unsupported('a tuple') : only
}

/** Adjacent strings are one. */
function texts(first: string, cursor: Cursor): string {
  let text = first
  for (;;) {
    const next = cursor.tokens[cursor.index]
    if (next?.kind !== 'string') return text
    text += next.value
    cursor.index += 1
  }
}

function named(name: string): Expression {
  if (RESERVED.includes(name)) return unsupported(`the word ${name} at this place`)
  const constant = CONSTANTS.get(name)
  return constant === undefined ? { kind: 'name', name } : { kind: 'literal', value: constant }
}

function listed(cursor: Cursor, close: string): Expression[] {
  const items: Expression[] = []
  while (!takeOperator(cursor, close)) {
    items.push(conditional(cursor))
    if (!takeOperator(cursor, ',')) {
      expect(cursor, close)
      return items
    }
  }
  return items
}

function members(start: Expression, cursor: Cursor): Expression {
  let expression = start
  for (;;) {
    if (takeOperator(cursor, '.')) {
      const token = cursor.tokens[cursor.index]
      if (token?.kind !== 'name') return unsupported('a dot without a name')
      cursor.index += 1
      expression = { kind: 'member', of: expression, key: { kind: 'literal', value: token.text } }
    } else if (takeOperator(cursor, '[')) {
      expression = { kind: 'member', of: expression, key: conditional(cursor) }
      expect(cursor, ']')
    } else if (isOperator(cursor.tokens[cursor.index], '('))
      return unsupported(`the call ${callee(expression)}(…)`)
    else return expression
  }
}

function filters(start: Expression, cursor: Cursor): Expression {
  let expression = start
  for (;;) {
    if (takeOperator(cursor, '|')) expression = filterOf(expression, cursor)
    else if (takeWord(cursor, 'is')) expression = testOf(expression, cursor)
    else return expression
  }
}

function filterOf(input: Expression, cursor: Cursor): Expression {
  const name = dottedName(cursor)
  const inputs = takeOperator(cursor, '(') ? callArguments(cursor) : []
  return { kind: 'filter', name, input, inputs }
}

function testOf(input: Expression, cursor: Cursor): Expression {
  const negated = takeWord(cursor, 'not')
  return { kind: 'test', name: dottedName(cursor), input, negated }
}

function dottedName(cursor: Cursor): string {
  const parts: string[] = []
  do {
    const token = cursor.tokens[cursor.index]
    if (token?.kind !== 'name') return unsupported('a filter without a name')
    parts.push(token.text)
    cursor.index += 1
  } while (takeOperator(cursor, '.'))
  return parts.join('.')
}

function callArguments(cursor: Cursor): Argument[] {
  const found: Argument[] = []
  while (!takeOperator(cursor, ')')) {
    const token = cursor.tokens[cursor.index]
    const name =
      token?.kind === 'name' && isOperator(cursor.tokens[cursor.index + 1], '=') ? token.text : undefined
    if (name !== undefined) cursor.index += 2
    found.push({ name, value: conditional(cursor) })
    if (!takeOperator(cursor, ',')) {
      expect(cursor, ')')
      return found
    }
  }
  return found
}

function takeWord(cursor: Cursor, word: string): boolean {
  const there = isWord(cursor.tokens[cursor.index], word)
  if (there) cursor.index += 1
  return there
}

function takeOperator(cursor: Cursor, operator: string): boolean {
  const there = isOperator(cursor.tokens[cursor.index], operator)
  if (there) cursor.index += 1
  return there
}

function expect(cursor: Cursor, operator: string): void {
  if (!takeOperator(cursor, operator)) unsupported(`an expression without its ${operator}`)
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'name' && token.text === word
}

function isOperator(token: Token | undefined, operator: string): boolean {
  return token?.kind === 'operator' && token.text === operator
}

function callee(expression: Expression): string {
  return expression.kind === 'name' ? expression.name : '…'
}

/** Names a token for a sentence; never a string's content, which may be a secret. */
function described(token: Token): string {
  if (token.kind === 'string') return 'a string at an unexpected place'
  return token.kind === 'number'
    ? `the number ${token.value} at an unexpected place`
    : `${token.text} at an unexpected place`
}
