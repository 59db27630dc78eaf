import { parseArgs } from 'node:util'
import { DEFAULT_SHAPE, type FleetShape, LARGEST, SUITES, type SuiteName } from '../base/fleet-spec.ts'
import { checkName, DEFAULT_NAME } from '../base/paths.ts'
import type { MimirQueryError, RegistryTrouble } from '../faults/faults.ts'
import { NODE_VERBS, type NodeVerb } from './verbs.ts'

/** A command line of the lab, understood. */
export type LabCommand =
  | { readonly verb: 'help' }
  | { readonly verb: 'up'; readonly name: string; readonly shape: FleetShape; readonly diskSize?: string }
  | { readonly verb: 'down'; readonly name: string; readonly cache: boolean }
  | { readonly verb: 'status'; readonly name: string }
  | { readonly verb: 'mend'; readonly name: string }
  | {
      readonly verb: 'ssh'
      readonly name: string
      readonly node: string
      readonly command: readonly string[]
    }
  | { readonly verb: 'act'; readonly action: NodeVerb; readonly name: string; readonly node: string }
  | { readonly verb: 'slow'; readonly name: string; readonly node: string; readonly kilobits: number }
  | { readonly verb: 'lose'; readonly name: string; readonly node: string; readonly fraction: number }
  | { readonly verb: 'skew'; readonly name: string; readonly node: string; readonly seconds: number }
  | { readonly verb: 'registry-fault'; readonly name: string; readonly trouble: RegistryTrouble }
  | { readonly verb: 'master-fault'; readonly name: string; readonly trouble: MimirQueryError }

const OPTIONS = {
  name: { type: 'string' },
  control: { type: 'string' },
  compute: { type: 'string' },
  suite: { type: 'string', multiple: true },
  disk: { type: 'string' },
  cache: { type: 'boolean' },
  status: { type: 'string' },
  delay: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** The options that each verb takes beside --name; a verb that is not here takes none. */
const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  up: ['control', 'compute', 'suite', 'disk'],
  down: ['cache'],
  'registry-fault': ['status', 'delay'],
}

const REGISTRY_STATUSES = [401, 404, 429, 500, 503]
const MASTER_STATUSES = [202, 401, 429, 500, 503] as const
const HINT = '`npm run lab -- --help` lists the verbs'

type Values = ReturnType<typeof parse>['values']

interface Words {
  readonly verb: string
  readonly operands: readonly string[]
  readonly values: Values
  readonly name: string
}

/** Pure: reads a command line. Throws an Error that says what was expected. */
export function parseCommand(args: readonly string[]): LabCommand {
  // What follows `ssh NODE` is the node's, options included.
  const remote = args.indexOf('ssh') === 0 ? remoteAt(args) : args.length
  const { values, positionals } = parse(args.slice(0, remote))
  const [verb, ...operands] = positionals
  if (values.help === true || verb === undefined || verb === 'help') return { verb: 'help' }
  checkOptions(verb, values)
  const words = { verb, operands, values, name: checkName(values.name ?? DEFAULT_NAME) }
  return understand(words, args.slice(remote))
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true })
}

/** The index behind `ssh [--name NAME] NODE`. */
function remoteAt(args: readonly string[]): number {
  let at = 1
  while (args[at]?.startsWith('-') === true) at += args[at] === '--name' ? 2 : 1
  return at + 1
}

function understand(words: Words, remote: readonly string[]): LabCommand {
  const { verb, name } = words
  switch (verb) {
    case 'up':
      return upCommand(words)
    case 'down':
      return { verb, name: noOperands(words), cache: words.values.cache === true }
    case 'status':
      return { verb, name: noOperands(words) }
    case 'mend':
      return { verb, name: noOperands(words) }
    case 'ssh':
      return { verb, name, node: nodeOf(words, 1), command: remote }
    case 'slow':
      return { verb, name, node: nodeOf(words, 2), kilobits: numberOf(words, 'KBIT', 1, 10_000_000) }
    case 'lose':
      return { verb, name, node: nodeOf(words, 2), fraction: numberOf(words, 'FRACTION', 0, 1) }
    case 'skew':
      return { verb, name, node: nodeOf(words, 2), seconds: secondsOf(words) }
    case 'registry-fault':
      return registryCommand(words)
    case 'master-fault':
      return { verb, name, trouble: troubleOf(words) }
    default:
      return { verb: 'act', action: nodeVerb(verb), name, node: nodeOf(words, 1) }
  }
}

function upCommand(words: Words): LabCommand {
  const { values } = words
  const shape = {
    control: countOf('--control', values.control, 1, LARGEST.control) ?? DEFAULT_SHAPE.control,
    compute: countOf('--compute', values.compute, 0, LARGEST.compute) ?? DEFAULT_SHAPE.compute,
    ...suitesOf(values.suite ?? []),
  }
  if (values.disk !== undefined && !/^\d+[MG]$/.test(values.disk)) {
    throw new Error(`--disk: expected a size such as 500M or 4G, found ${values.disk}`)
  }
  const disk = values.disk === undefined ? {} : { diskSize: values.disk }
  return { verb: 'up', name: noOperands(words), shape, ...disk }
}

function suitesOf(written: readonly string[]): Pick<FleetShape, 'suites'> {
  const suites = written.map((text): [string, SuiteName] => {
    const [node = '', name] = text.split('=', 2)
    const suite = SUITES.find((known) => known === name)
    if (node !== '' && suite !== undefined) return [node, suite]
    throw new Error(`--suite: expected NODE=SUITE with one of ${SUITES.join(', ')}, found ${text}`)
  })
  return suites.length === 0 ? {} : { suites: Object.fromEntries(suites) }
}

function registryCommand({ operands, values, name }: Words): LabCommand {
  const clear = operands[0] === 'clear' && operands.length === 1
  const status = countOf('--status', values.status, 100, 599)
  const delayMs = countOf('--delay', values.delay, 1, 3_600_000)
  const faulty = status !== undefined || delayMs !== undefined
  if (clear === faulty || (operands.length > 0 && !clear)) {
    throw new Error('registry-fault: expected `--status N`, `--delay MS` or `clear`')
  }
  if (status !== undefined && !REGISTRY_STATUSES.includes(status)) {
    throw new Error(`--status: expected one of ${REGISTRY_STATUSES.join(', ')}, found ${status}`)
  }
  const trouble = {
    ...(status === undefined ? {} : { status }),
    ...(delayMs === undefined ? {} : { delayMs }),
  }
  return { verb: 'registry-fault', name, trouble }
}

function troubleOf({ operands }: Words): MimirQueryError {
  const [word, ...rest] = operands
  const status = MASTER_STATUSES.find((known) => String(known) === word)
  if (rest.length === 0 && word === 'clear') return 'none'
  if (rest.length === 0 && word === 'black-hole') return word
  if (rest.length === 0 && status !== undefined) return status
  const expected = [...MASTER_STATUSES, 'black-hole', 'clear'].join(', ')
  throw new Error(`master-fault: expected one of ${expected}, found ${operands.join(' ') || 'nothing'}`)
}

function nodeVerb(verb: string): NodeVerb {
  const found = NODE_VERBS.find((known) => known === verb)
  if (found) return found
  throw new Error(`no such verb: ${verb}; ${HINT}`)
}

function nodeOf({ verb, operands }: Words, expected: number): string {
  const [node] = operands
  if (node !== undefined && operands.length === expected) return node
  const wanted = expected === 1 ? 'the name of one node' : 'the name of one node and a number'
  throw new Error(`${verb}: expected ${wanted}, found ${operands.join(' ') || 'nothing'}`)
}

function noOperands({ verb, operands, name }: Words): string {
  if (operands.length > 0) throw new Error(`${verb}: expected no operand, found ${operands.join(' ')}`)
  return name
}

function numberOf({ operands }: Words, what: string, least: number, most: number): number {
  const text = operands[1] ?? ''
  const value = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value
  throw new Error(`${what}: expected a number from ${least} to ${most}, found ${text}`)
}

function secondsOf({ operands }: Words): number {
  const text = operands[1] ?? ''
  if (/^-?\d{1,9}$/.test(text)) return Number(text)
  throw new Error(
    `SECONDS: expected a whole number, found ${text}; what is behind follows --, as in skew -- cmp1 -90`,
  )
}

function countOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new Error(`${option}: expected a whole number from ${least} to ${most}, found ${text}`)
}

function checkOptions(verb: string, values: Values): void {
  const allowed = ['name', 'help', ...(OPTIONS_OF[verb] ?? [])]
  const strange = Object.keys(values).filter((option) => !allowed.includes(option))
  if (strange.length > 0) throw new Error(`${verb} takes no --${strange.join(', --')}; ${HINT}`)
}
