import type { Argument, Expression } from './expression.ts'
import { HostVariables, NodeFact, solid } from './fact.ts'
import { applyFilter, argument, type FilterInputs } from './filters.ts'
import { isEqual, isIn, isTrue, stringOf } from './python-value.ts'
import { Stuck, unsupported } from './stuck.ts'

/** Gives the value of a variable, of another host where one is named; throws Stuck where it has none. */
export type Lookup = (name: string, host?: string) => unknown

type Binary = Extract<Expression, { kind: 'binary' }>

/** The value of an expression; throws Stuck where it has none, or where only a node knows it. */
export function evaluate(expression: Expression, lookup: Lookup): unknown {
  return solid(evaluateOpen(expression, lookup))
}

/** The value of an expression, which may be a NodeFact; throws Stuck where it has none. */
export function evaluateOpen(expression: Expression, lookup: Lookup): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'name':
      return lookup(expression.name)
    case 'list':
      return expression.items.map((item) => evaluate(item, lookup))
    case 'member':
      return member(expression, lookup)
    case 'filter':
      return filtered(expression, lookup)
    case 'test':
      return tested(expression, lookup)
    case 'not':
      return !isTrue(evaluate(expression.operand, lookup))
    case 'minus':
      return -numberOf(evaluate(expression.operand, lookup))
    case 'binary':
      return combined(expression, lookup)
    case 'if':
      break
  }
  return chosen(expression, lookup)
}

function chosen(expression: Extract<Expression, { kind: 'if' }>, lookup: Lookup): unknown {
  if (isTrue(evaluate(expression.condition, lookup))) return evaluateOpen(expression.chosen, lookup)
  if (expression.otherwise) return evaluateOpen(expression.otherwise, lookup)
  throw new Stuck('undefined', 'an if without else whose condition is false')
}

function member({ of, key }: Extract<Expression, { kind: 'member' }>, lookup: Lookup): unknown {
  const name = evaluate(key, lookup)
  if (of.kind === 'name' && of.name === 'hostvars') return new HostVariables(stringOf(name))
  const value = evaluateOpen(of, lookup)
  if (value instanceof HostVariables) return lookup(stringOf(name), value.host)
  return value instanceof NodeFact ? value.member(name) : memberOf(value, name)
}

function memberOf(value: unknown, key: unknown): unknown {
  const name = typeof key === 'number' && key < 0 && Array.isArray(value) ? value.length + key : key
  if (typeof value === 'object' && value !== null && (typeof name === 'string' || typeof name === 'number')) {
    const found = Object.getOwnPropertyDescriptor(value, name)
    if (found && (!Array.isArray(value) || typeof name === 'number')) return found.value
  }
  throw new Stuck('undefined', `the member ${String(key)}`)
}

function filtered({ name, input, inputs }: Extract<Expression, { kind: 'filter' }>, lookup: Lookup): unknown {
  const values = argumentValues(inputs, lookup)
  if (name !== 'default' && name !== 'd') return applyFilter(name, evaluate(input, lookup), values)
  const value = definedOr(input, lookup)
  const useFalse = isTrue(argument(values, 1, 'boolean') ?? false)
  const otherwise = values.positional[0] ?? values.named.get('default_value') ?? ''
  return value === undefined || (useFalse && !isTrue(value)) ? otherwise : value
}

function argumentValues(inputs: readonly Argument[], lookup: Lookup): FilterInputs {
  const positional: unknown[] = []
  const named = new Map<string, unknown>()
  for (const { name, value } of inputs)
    if (name === undefined) positional.push(evaluate(value, lookup))
    else named.set(name, evaluate(value, lookup))
  return { positional, named }
}

/** The value, or undefined where a variable or member is missing; other reasons still stop the evaluation. */
function definedOr(expression: Expression, lookup: Lookup): unknown {
  try {
    return evaluate(expression, lookup)
  } catch (error) {
    if (error instanceof Stuck && error.reason === 'undefined') return undefined
    throw error
  }
}

function tested({ name, input, negated }: Extract<Expression, { kind: 'test' }>, lookup: Lookup): boolean {
  return outcome(name, input, lookup) !== negated
}

function outcome(name: string, input: Expression, lookup: Lookup): boolean {
  if (name === 'defined') return definedOr(input, lookup) !== undefined
  if (name === 'undefined') return definedOr(input, lookup) === undefined
  if (name === 'none') return evaluate(input, lookup) === null
  return unsupported(`the test ${name}`)
}

function combined({ operator, left, right }: Binary, lookup: Lookup): unknown {
  const first = evaluate(left, lookup)
  if (operator === 'and') return isTrue(first) ? evaluate(right, lookup) : first
  if (operator === 'or') return isTrue(first) ? first : evaluate(right, lookup)
  const second = evaluate(right, lookup)
  if (operator === '~') return stringOf(first) + stringOf(second)
  if (operator === 'in') return isIn(first, second)
  if (operator === 'not in') return !isIn(first, second)
  if (operator === '==') return isEqual(first, second)
  if (operator === '!=') return !isEqual(first, second)
  return ['+', '-', '*'].includes(operator)
    ? computed(operator, first, second)
    : ordered(operator, first, second)
}

function computed(operator: string, first: unknown, second: unknown): unknown {
  if (operator === '+' && typeof first === 'string' && typeof second === 'string') return first + second
  if (operator === '+' && isList(first) && isList(second)) return [...first, ...second]
  const [a, b] = [numberOf(first), numberOf(second)]
  return operator === '+' ? a + b : operator === '-' ? a - b : a * b
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function ordered(operator: string, first: unknown, second: unknown): boolean {
  const texts = typeof first === 'string' && typeof second === 'string'
  const [a, b] = texts ? [first, second] : [numberOf(first), numberOf(second)]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : unsupported('arithmetic on a value that is no number')
}
