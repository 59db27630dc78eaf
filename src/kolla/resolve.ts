import type { Problem } from '../model/problem.ts'
import { Secret } from '../values/secret.ts'
import { Encrypted, Unsafe } from '../yaml/tagged.ts'
import type { Origin } from './files/variable.ts'
import { Stuck, type StuckReason } from './jinja/stuck.ts'
import { evaluateTemplate, isTemplate } from './jinja/template.ts'
import type { FoundVariable } from './layers.ts'

/**
 * What a variable is: its value and where it was written, or why it cannot be said here and what to do about it.
 * Passwords, and what is made of them, come as Secret. `needs-node` is no mistake: only the node knows.
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

/** A variable and where it was written. */
export interface VariableSource {
  readonly key: string
  readonly origin: Origin
}

/** Finds the strongest value of a variable; throws Stuck where that cannot be said. */
export type Find = (key: string) => FoundVariable | undefined

interface Evaluation {
  readonly find: Find
  /** The variables that are being worked out, outermost first. */
  readonly open: string[]
  readonly used: Map<string, VariableSource>
  secret: boolean
}

const FACT =
  /^ansible_(?!host$|port$|user$|connection$|ssh_|sudo_|become|private_key_file$|password$|group_priority$)/u

/** Works out a variable, following references to others. */
export function resolveVariable(key: string, find: Find): Resolved {
  const evaluation: Evaluation = { find, open: [], used: new Map(), secret: false }
  try {
    const found = find(key)
    // Most of what is asked about a host is set nowhere, and to throw is dear.
    if (!found) return unresolved({ ...nowhere(key), culprit: undefined }, key)
    const value = evaluated(found, key, evaluation)
    return {
      known: true,
      value: evaluation.secret ? hidden(value) : value,
      origin: found.origin,
      through: [...evaluation.used.values()],
    }
  } catch (error) {
    if (!(error instanceof Stuck)) throw error
    return unresolved(error, key)
  }
}

type Obstacle = Pick<Stuck, 'reason' | 'message' | 'culprit'>

function unresolved(obstacle: Obstacle, key: string): Resolved {
  return { known: false, reason: obstacle.reason, problem: explained(obstacle, key) }
}

function nowhere(key: string): Pick<Stuck, 'reason' | 'message'> {
  return { reason: FACT.test(key) ? 'needs-node' : 'undefined', message: key }
}

function valueOfVariable(key: string, evaluation: Evaluation): unknown {
  const { open } = evaluation
  if (open.includes(key)) throw new Stuck('cycle', [...open.slice(open.indexOf(key)), key].join(' → '))
  const found = evaluation.find(key)
  if (found) return evaluated(found, key, evaluation)
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
    return found.literal === true ? found.value : settled(found.value, evaluation)
  } catch (error) {
    if (error instanceof Stuck) error.culprit ??= { key, origin }
    throw error
  } finally {
    open.pop()
  }
}

/** A value with every template in it evaluated. */
function settled(value: unknown, evaluation: Evaluation): unknown {
  if (value instanceof Encrypted) throw new Stuck('encrypted', 'encrypted with ansible-vault')
  if (value instanceof Unsafe) return value.text
  if (typeof value === 'string')
    return isTemplate(value) ? evaluateTemplate(value, (name) => valueOfVariable(name, evaluation)) : value
  if (Array.isArray(value)) return value.map((item) => settled(item, evaluation))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, settled(member, evaluation)]),
  )
}

function hidden(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(hidden)
  if (typeof value === 'string' || typeof value === 'number') return new Secret(String(value))
  return Object.fromEntries(Object.entries(Object(value)).map(([name, member]) => [name, hidden(member)]))
}

function explained(stuck: Obstacle, asked: string): Problem {
  if (stuck.reason === 'release-unknown') return NEEDS_RELEASE
  const { culprit } = stuck
  const path = culprit?.key ?? asked
  const needed = path === asked ? '' : `, and ${asked} needs it`
  return {
    severity: stuck.reason === 'needs-node' ? 'warning' : 'error',
    at: culprit?.origin.kind === 'file' ? culprit.origin.at : undefined,
    path,
    message: `${CAUSES[stuck.reason](stuck.message, culprit !== undefined)}${needed}`,
    remedy: `write the value under kolla.overrides.${path} in the manifest`,
  }
}

/** The same for every key: one line of the manifest mends all of them. */
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
