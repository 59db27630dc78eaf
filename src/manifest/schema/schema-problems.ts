import { nearest } from '../../values/did-you-mean.ts'
import { pathText, type YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, shown, wrong, wrongKey } from '../problems/manifest-problem.ts'
import { asYaml } from './as-yaml.ts'
import type { SchemaFault, SchemaNode } from './schema.ts'
import { keyHomes } from './schema-keys.ts'

/** What is wrong with a manifest by the schema: one problem a place. */
export function schemaProblems(faults: readonly SchemaFault[], schema: SchemaNode): ManifestProblem[] {
  const homes = keyHomes(schema)
  const problems = new Map<string, ManifestProblem>()
  for (const fault of faults.filter((each) => !isSlip(each, faults))) {
    const problem = problemOf(fault, homes)
    const place = `${problem.part} ${pathText(problem.path)}`
    if (!problems.has(place)) problems.set(place, problem)
  }
  return [...problems.values()]
}

/** Whether a missing key is there, mistyped: then the unknown key is the problem. */
function isSlip(fault: SchemaFault, faults: readonly SchemaFault[]): boolean {
  if (fault.keyword !== 'required' || fault.key === undefined) return false
  const here = pathText(fault.path)
  return faults.some(
    ({ keyword, key, path, schema }) =>
      keyword === 'additionalProperties' &&
      pathText(path) === here &&
      nearest(key ?? '', keysOf(schema)) === fault.key,
  )
}

function problemOf(fault: SchemaFault, homes: ReadonlyMap<string, readonly string[]>): ManifestProblem {
  const { keyword, key = '', path, schema, value } = fault
  if (keyword === 'additionalProperties') return unknownKey([...path, key], schema, homes)
  if (keyword === 'required') return missingKey([...path, key], schema.properties?.[key] ?? {})
  if (keyword === 'enum') return notOneOf(fault)
  const expected = schema.title ?? 'another value'
  if (keyword === 'maxProperties')
    return wrong(
      path,
      `expected ${expected}, found ${Object.keys(Object(value)).join(' and ')}`,
      'keep one of them',
    )
  return wrong(path, `expected ${expected}, found ${foundAt(path, value)}`, remedyFor(fault))
}

function unknownKey(
  path: YamlPath,
  schema: SchemaNode,
  homes: ReadonlyMap<string, readonly string[]>,
): ManifestProblem {
  const key = String(path.at(-1))
  const known = keysOf(schema)
  const meant = nearest(key, known)
  const elsewhere = homes.get(key) ?? []
  const list =
    known.length === 1 ? `the only key here is ${known[0]}` : `the keys here are ${known.join(', ')}`
  if (meant !== undefined) return wrongKey(path, 'unknown key', `did you mean ${meant}?`)
  return wrongKey(path, 'unknown key', elsewhere.length === 1 ? `its place is ${elsewhere[0]}` : list)
}

function missingKey(path: YamlPath, schema: SchemaNode): ManifestProblem {
  const example = asYaml({ [String(path.at(-1))]: schema.examples?.[0] })
  return wrongKey(path, 'the key is missing', `add e.g. ${example.replace(/^\{ | \}$/gu, '')}`)
}

function notOneOf({ path, schema, value }: SchemaFault): ManifestProblem {
  const choices = (schema.enum ?? []).map(String)
  const meant = typeof value === 'string' ? nearest(value, choices) : undefined
  const message = `expected ${choices.join(' or ')}, found ${foundAt(path, value)}`
  return wrong(path, message, meant === undefined ? `write e.g. ${choices[0]}` : `did you mean ${meant}?`)
}

/** What to write instead, by what was probably meant. */
function remedyFor({ path, schema, value }: SchemaFault): string {
  const types = [schema.type ?? []].flat()
  const example = `write e.g. ${asYaml(schema.examples?.[0])}`
  if (value === null) return `give it a value or take the key out`
  if (types.includes('boolean') && typeof value === 'string') return booleanFor(value) ?? example
  if (types.includes('integer') && typeof value === 'string' && /^\d+$/u.test(value))
    return `write ${value} without quotes`
  if (types.includes('array') && !types.includes('string') && typeof value === 'string' && !isSecret(path))
    return `write a list: [${asYaml(value)}]`
  if (types.includes('string') && isBare(value) && !isSecret(path)) return quoted(value, schema)
  return example
}

function booleanFor(word: string): string | undefined {
  if (/^(?:yes|on|true|y|1)$/iu.test(word)) return 'write true'
  return /^(?:no|off|false|n|0)$/iu.test(word) ? 'write false' : undefined
}

/** Quotes help where the value in quotes would be right; elsewhere only an example does. */
function quoted(value: number | boolean, schema: SchemaNode): string {
  const example = asYaml(schema.examples?.[0])
  const helps = !('pattern' in schema) || new RegExp(String(schema.pattern), 'u').test(String(value))
  return helps ? `quote it: "${value}"` : `write e.g. ${example}`
}

function isBare(value: unknown): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean'
}

function foundAt(path: YamlPath, value: unknown): string {
  if (!isSecret(path) || typeof value === 'object') return shown(value)
  return isBareUrl(path, value) ? shown(value) : 'a value that is not shown'
}

/** Whether what stands there may be a secret, or hold one. */
function isSecret(path: YamlPath): boolean {
  const text = pathText(path)
  return /^(?:mimir|grafana)\.(?:auth|url$)/u.test(text) || text === 'ssh.passphrase'
}

/** A URL is secret only where there may be credentials in it. */
function isBareUrl(path: YamlPath, value: unknown): boolean {
  return /^(?:mimir|grafana)\.url$/u.test(pathText(path)) && !String(value).includes('@')
}

function keysOf(schema: SchemaNode): string[] {
  return Object.keys(schema.properties ?? {})
}
