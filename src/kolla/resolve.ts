import type { Problem } from '../model/problem.ts'
import { Secret } from '../values/secret.ts'
import { Encrypted, Unsafe } from '../yaml/tagged.ts'
import type { Origin, VariableSource } from './files/variable.ts'
import type { Lookup } from './jinja/evaluate.ts'
import { NodeFact, solid } from './jinja/fact.ts'
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
  | {
      readonly known: false
      readonly reason: StuckReason
      readonly problem: Problem
      /** The fact of the node that it is, as a path below ansible_facts. */
      readonly fact?: readonly string[]
    }

/** Finds the strongest value of a variable, of another host where one is named; throws Stuck where that cannot be said. */
export type Find = (key: string, host?: string) => FoundVariable | undefined

/** Opens what ansible-vault encrypted; undefined where that cannot be. */
export interface Vault {
  readonly open: (sealed: Encrypted) => string | undefined
  /** There is a password, so that what stays closed has another one. */
  readonly isWrong: boolean
}

const SEALED: Vault = { open: () => undefined, isWrong: false }

interface Evaluation {
  readonly find: Find
  readonly vault: Vault
  /** The variables that are being evaluated, outermost first. */
  readonly open: string[]
  readonly used: Map<string, VariableSource>
  /** What variables are that were needed on the way, each worked out once. */
  readonly values: Map<string, unknown>
  /** The host whose variables are read; undefined for the one that asks. */
  host: string | undefined
  secret: boolean
}

const FACT =
  /^ansible_(?!host$|host_key_checking$|port$|user$|connection$|ssh_|sudo_|become|private_key_file$|password$|group_priority$)/u

/** What only a running play has. */
const MAGIC = ['hostvars', 'vars', 'play_hosts', 'ansible_play_hosts', 'ansible_play_batch', 'playbook_dir']

/** Evaluates a variable, following references to others. */
export function resolveVariable(key: string, find: Find, vault: Vault = SEALED): Resolved {
  const evaluation: Evaluation = {
    find,
    vault,
    open: [],
    used: new Map(),
    values: new Map(),
    host: undefined,
    secret: false,
  }
  try {
    const found = find(key)
    // Most variables of a host are set nowhere, and throwing is slow.
    if (!found) return unresolved({ ...nowhere(key), variable: undefined }, key)
    const value = evaluated(found, key, evaluation)
    if (value instanceof NodeFact) return { ...unresolved(value.stuck(), key), fact: value.path }
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

function unresolved(obstacle: Obstacle, key: string): Extract<Resolved, { known: false }> {
  return { known: false, reason: obstacle.reason, problem: problemOf(obstacle, key) }
}

function nowhere(key: string): Pick<Stuck, 'reason' | 'message'> {
  return { reason: FACT.test(key) ? 'needs-node' : 'undefined', message: key }
}

function valueOfVariable(key: string, evaluation: Evaluation): unknown {
  const { open } = evaluation
  const place = placeOf(key, evaluation.host)
  if (open.includes(place)) throw new Stuck('cycle', [...open.slice(open.indexOf(place)), place].join(' → '))
  if (evaluation.values.has(place)) return evaluation.values.get(place)
  const found = evaluation.find(key, evaluation.host)
  if (found) {
    const value = evaluated(found, key, evaluation)
    evaluation.values.set(place, value)
    return value
  }
  if (FACT.test(key)) return factOf(key, evaluation)
  if (MAGIC.includes(key)) throw new Stuck('unsupported', `${key} as a whole`)
  throw new Stuck('undefined', key)
}

function placeOf(key: string, host: string | undefined): string {
  return host === undefined ? key : `hostvars[${host}].${key}`
}

/** Only the node that asks is asked in turn. */
function factOf(key: string, { host }: Evaluation): NodeFact {
  const name = key.replace(/^ansible_/u, '')
  if (host !== undefined) throw new Stuck('needs-node', `${key} of ${host}`)
  return new NodeFact(name === 'facts' ? [] : [name])
}

/** A variable of another host, with everything that it refers to. */
function valueOnHost(key: string, host: string, evaluation: Evaluation): unknown {
  const { host: before, find } = evaluation
  const own = before ?? find('inventory_hostname')?.value
  evaluation.host = host === own ? before : host
  try {
    return valueOfVariable(key, evaluation)
  } finally {
    evaluation.host = before
  }
}

function evaluated(found: FoundVariable, key: string, evaluation: Evaluation): unknown {
  const { open, host } = evaluation
  evaluation.secret ||= found.secret === true && found.value !== null
  const { origin } = found
  if (open.length > 0 && (origin.kind === 'file' || origin.kind === 'override'))
    evaluation.used.set(key, { key, origin })
  open.push(placeOf(key, host))
  try {
    if (found.literal === true) return found.value
    const value = ofBearableSize(withoutTemplates(found.value, evaluation))
    if (value instanceof NodeFact) value.variable ??= { key, origin }
    return value
  } catch (error) {
    if (error instanceof Stuck) error.variable ??= { key, origin }
    throw error
  } finally {
    open.pop()
  }
}

/** A value with every template in it evaluated. */
function withoutTemplates(value: unknown, evaluation: Evaluation): unknown {
  if (value instanceof Encrypted) return opened(value, evaluation)
  if (value instanceof Unsafe) return value.text
  if (typeof value === 'string')
    return isTemplate(value) ? evaluateTemplate(value, lookupIn(evaluation)) : value
  if (Array.isArray(value)) return value.map((item) => solid(withoutTemplates(item, evaluation)))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, solid(withoutTemplates(member, evaluation))]),
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

function opened(value: Encrypted, evaluation: Evaluation): unknown {
  const { open, isWrong } = evaluation.vault
  const text = open(value)
  if (text === undefined)
    throw new Stuck(
      'encrypted',
      `encrypted with ansible-vault${isWrong ? ', and with another password than kolla.vault_password' : ''}`,
    )
  evaluation.secret = true
  return withoutTemplates(text, evaluation)
}

function lookupIn(evaluation: Evaluation): Lookup {
  return (name, host) =>
    host === undefined ? valueOfVariable(name, evaluation) : valueOnHost(name, host, evaluation)
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
    remedy:
      stuck.reason === 'encrypted'
        ? OPEN_IT
        : `write the value under kolla.overrides.${path} in the manifest`,
  }
}

const OPEN_IT =
  'write kolla.vault_password in the manifest, as file:/root/.vault-password, env:NAME or cmd:COMMAND'

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
