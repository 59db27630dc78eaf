import type { Problem } from '../model/problem.ts'
import { Secret } from '../values/secret.ts'
import { Encrypted, Unsafe } from '../yaml/tagged.ts'
import type { Origin, VariableSource } from './files/variable.ts'
import { Stuck, type StuckReason } from './jinja/stuck.ts'
import { evaluateTemplate, isTemplate } from './jinja/template.ts'
import type { FoundVariable } from './layers.ts'

/**
 * What a variable is: its value and where it was written, or why it cannot be said here and what to do about it.
 * Passwords, and what is made of them, come as Secret. `needs-node` is not an error: only the node knows.
 */
export type Resolved =
  | {
      readonly known: true
      readonly value: unknown
      readonly origin: Origin
      /** The variables that it refers to and that are written in files or the manifest, each once. */
      readonly through: readonly VariableSource[]
    }
  | { readonly known: false; readonly reason: StuckReason; readonly problem: Problem }

/** Finds the strongest value of a variable; throws Stuck where that cannot be said. */
export type Find = (key: string) => FoundVariable | undefined

interface Evaluation {
  readonly find: Find
  /** The variables that are being evaluated, outermost first. */
  readonly open: string[]
  readonly used: Map<string, VariableSource>
  /** What variables are that were needed on the way, each worked out once. */
  readonly values: Map<string, unknown>
  secret: boolean
}

const FACT =
  /^ansible_(?!host$|port$|user$|connection$|ssh_|sudo_|become|private_key_file$|password$|group_priority$)/u

/** Evaluates a variable, following references to others. */
export function resolveVariable(key: string, find: Find): Resolved {
  const evaluation: Evaluation = { find, open: [], used: new Map(), values: new Map(), secret: false }
  try {
    const found = find(key)
    // Most variables of a host are set nowhere, and throwing is slow.
    if (!found) return unresolved({ ...nowhere(key), variable: undefined }, key)
    const value = evaluated(found, key, evaluation)
    return {
      known: true,
      value: evaluation.secret ? asSecret(value) : value,
      origin: found.origin,
      through: [...evaluation.used.values()],
    }
  } catch (error) {
    if (!(error instanceof Stuck)) throw error
    return unresolved(error, key)
  }
}

type Obstacle = Pick<Stuck, 'reason' | 'message' | 'variable'>

function unresolved(obstacle: Obstacle, key: string): Resolved {
  return { known: false, reason: obstacle.reason, problem: problemOf(obstacle, key) }
}

function nowhere(key: string): Pick<Stuck, 'reason' | 'message'> {
  return { reason: FACT.test(key) ? 'needs-node' : 'undefined', message: key }
}

function valueOfVariable(key: string, evaluation: Evaluation): unknown {
  const { open } = evaluation
  if (open.includes(key)) throw new Stuck('cycle', [...open.slice(open.indexOf(key)), key].join(' → '))
  if (evaluation.values.has(key)) return evaluation.values.get(key)
  const found = evaluation.find(key)
  if (found) {
    const value = evaluated(found, key, evaluation)
    evaluation.values.set(key, value)
    return value
  }
  const { reason, message } = nowhere(key)
  throw new Stuck(reason, message)
}

function evaluated(found: FoundVariable, key: string, evaluation: Evaluation): unknown {
  const { open } = evaluation
  evaluation.secret ||= found.secret === true && found.value !== null
  const { origin } = found
  if (open.length > 0 && (origin.kind === 'file' || origin.kind === 'override'))
    evaluation.used.set(key, { key, origin })
  open.push(key)
  try {
    if (found.literal === true) return found.value
    return ofBearableSize(withoutTemplates(found.value, evaluation))
  } catch (error) {
    if (error instanceof Stuck) error.variable ??= { key, origin }
    throw error
  } finally {
    open.pop()
  }
}

/** A value with every template in it evaluated. */
function withoutTemplates(value: unknown, evaluation: Evaluation): unknown {
  if (value instanceof Encrypted) throw new Stuck('encrypted', 'encrypted with ansible-vault')
  if (value instanceof Unsafe) return value.text
  if (typeof value === 'string')
    return isTemplate(value) ? evaluateTemplate(value, (name) => valueOfVariable(name, evaluation)) : value
  if (Array.isArray(value)) return value.map((item) => withoutTemplates(item, evaluation))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutTemplates(member, evaluation)]),
  )
}

/** Characters and members that a value may have: variables that mention each other twice double at each step. */
const LARGEST = 1_000_000

function ofBearableSize(value: unknown): unknown {
  const left = [value]
  let size = 0
  while (left.length > 0) {
    const item = left.pop()
    size += typeof item === 'string' ? item.length + 1 : 1
    if (size > LARGEST) throw new Stuck('unsupported', `a value of more than ${LARGEST} characters`)
    if (typeof item === 'object' && item !== null) for (const member of Object.values(item)) left.push(member)
  }
  return value
}

function asSecret(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(asSecret)
  if (typeof value === 'string' || typeof value === 'number') return new Secret(String(value))
  return Object.fromEntries(Object.entries(Object(value)).map(([name, member]) => [name, asSecret(member)]))
}

function problemOf(stuck: Obstacle, key: string): Problem {
  if (stuck.reason === 'release-unknown') return NEEDS_RELEASE
  const { variable } = stuck
  const path = variable?.key ?? key
  const needed = path === key ? '' : `, and ${key} needs it`
  return {
    severity: stuck.reason === 'needs-node' ? 'warning' : 'error',
    at: variable?.origin.kind === 'file' ? variable.origin.at : undefined,
    path,
    message: `${CAUSES[stuck.reason](stuck.message, variable !== undefined)}${needed}`,
    remedy: `write the value under kolla.overrides.${path} in the manifest`,
  }
}

/** The same for every key: one line of the manifest solves all of them. */
const NEEDS_RELEASE: Problem = {
  severity: 'error',
  at: undefined,
  path: 'kolla.release',
  message:
    "the release of Kolla is not known, and defaults of Kolla's that are needed differ between releases",
  remedy: 'write kolla.release in the manifest, as "2025.1"',
}

const CAUSES: Readonly<
  Record<Exclude<StuckReason, 'release-unknown'>, (found: string, refers: boolean) => string>
> = {
  undefined: (found, refers) =>
    `${refers ? 'refers to ' : ''}${found}${refers ? ', which' : ''} is set nowhere`,
  'needs-node': (found) => `depends on ${found}, which only the node knows`,
  encrypted: (found) => `is ${found}`,
  unsupported: (found) => `holds ${found}, which is not evaluated here`,
  cycle: (found) => `refers to itself: ${found}`,
}
