import type { Problem } from '../model/problem.ts'
import { ansibleScalar } from './scalars.ts'
import { type Dialect, unquotedJinja } from './syntax.ts'
import { Encrypted, Unsafe } from './tagged.ts'
import {
  pathText,
  type YamlAlias,
  type YamlMap,
  type YamlNode,
  type YamlPath,
  type YamlScalar,
} from './tree.ts'

interface YamlReader {
  readonly dialect: Dialect
  /** By place and message: a node that aliases repeat is reported once. */
  readonly problems: Map<string, Problem>
  readonly anchors: Map<string, YamlNode>
  readonly targets: Map<YamlAlias, YamlNode>
  readonly open: Set<YamlNode>
  /** Nodes visited through aliases, so that a small text cannot grow into a huge value. */
  expanded: number
  aliasDepth: number
}

interface YamlProblem {
  readonly message: string
  readonly remedy: string
  readonly severity?: Problem['severity']
}

const MOST_EXPANDED = 100_000
const PREFIX = 'tag:yaml.org,2002:'
const CONVERTED = ['str', 'int', 'float', 'bool', 'null']

/** The value of a tree by the rules of a dialect, what is wrong with it, and where each alias leads. */
export function readValue(root: YamlNode, dialect: Dialect) {
  const reader: YamlReader = {
    dialect,
    problems: new Map(),
    anchors: new Map(),
    targets: new Map(),
    open: new Set(),
    expanded: 0,
    aliasDepth: 0,
  }
  const value = nodeValue(root, [], reader)
  return { value, problems: [...reader.problems.values()], targets: reader.targets }
}

function nodeValue(node: YamlNode, path: YamlPath, reader: YamlReader): unknown {
  if (node.kind === 'alias') return aliasValue(node, path, reader)
  if (reader.aliasDepth > 0) reader.expanded += 1
  if (node.anchor !== undefined) reader.anchors.set(node.anchor, node)
  if (node.kind === 'scalar') return scalarValue(node, path, reader)
  checkCollectionTag(node, path, reader)
  reader.open.add(node)
  const value =
    node.kind === 'map'
      ? mapValue(node, path, reader)
      : node.items.map((item, index) => nodeValue(item, [...path, index], reader))
  reader.open.delete(node)
  return node.tag === '!unsafe' && reader.dialect === 'ansible' ? unsafely(value) : value
}

function scalarValue(node: YamlScalar, path: YamlPath, reader: YamlReader): unknown {
  const { tag, text } = node
  if (reader.dialect === 'strict-1.2') {
    if (tag !== undefined) refuseTag(node, path, reader)
    return node.core
  }
  if (tag === undefined && node.plain && text === '=')
    report(reader, node, path, {
      message: 'found an unquoted =, which Ansible cannot read',
      remedy: 'write "="',
    })
  if (tag === undefined) return node.plain ? ansibleScalar(text) : text
  if (tag === '!') return text
  if (tag === '!vault' || tag === '!vault-encrypted') return new Encrypted(text)
  if (tag === '!unsafe') return new Unsafe(text)
  if (tag === `${PREFIX}str`) return text
  if (tag.startsWith(PREFIX) && CONVERTED.includes(tag.slice(PREFIX.length))) return ansibleScalar(text)
  refuseTag(node, path, reader)
  return text
}

function mapValue(map: YamlMap, path: YamlPath, reader: YamlReader): Record<string, unknown> {
  const own = new Map<string, unknown>()
  const merged = new Map<string, unknown>()
  const keys = new Map<string, YamlNode>()
  for (const pair of map.pairs) {
    const key = keyOf(pair.key, map, path, reader)
    if (key === undefined) continue
    const value = nodeValue(pair.value, [...path, key], reader)
    if (isMergeKey(pair.key, reader)) {
      for (const [name, part] of mergedEntries(value)) if (!merged.has(name)) merged.set(name, part)
      continue
    }
    const first = keys.get(key)
    if (first) duplicateKey([...path, key], [first, pair.key], reader)
    keys.set(key, pair.key)
    own.set(key, value)
  }
  return Object.fromEntries([...merged, ...own])
}

function isMergeKey(key: YamlNode, reader: YamlReader): boolean {
  return reader.dialect === 'ansible' && key.kind === 'scalar' && key.plain && key.text === '<<'
}

function mergedEntries(value: unknown): [string, unknown][] {
  const parts: unknown[] = Array.isArray(value) ? value : [value]
  return parts.flatMap((part) => (typeof part === 'object' && part !== null ? Object.entries(part) : []))
}

function keyOf(node: YamlNode, map: YamlMap, path: YamlPath, reader: YamlReader): string | undefined {
  const key = node.kind === 'alias' ? reader.anchors.get(node.name) : node
  if (key?.kind === 'scalar') {
    if (key.anchor !== undefined) reader.anchors.set(key.anchor, key)
    if (key.tag !== undefined) scalarValue(key, path, reader)
    if (reader.dialect === 'strict-1.2' && key.plain) checkStrictKey(key, path, reader)
    return reader.dialect === 'ansible' && key.plain ? String(ansibleScalar(key.text)) : key.text
  }
  if (key?.kind === 'map' && key.flow && map.flow) {
    const problem = unquotedJinja(map.at, pathText(path))
    reader.problems.set(identity(problem), problem)
  } else
    report(reader, node, path, { message: 'found a key that is not text', remedy: 'write the key as text' })
  return undefined
}

function checkStrictKey(key: YamlScalar, path: YamlPath, reader: YamlReader): void {
  if (key.text === '')
    report(reader, key, path, {
      message: 'found a value without a key',
      remedy: 'write the key before the colon',
    })
  if (key.text === '<<')
    report(reader, key, path, {
      message: 'found the merge key <<, which is not read here',
      remedy: 'write the keys out',
    })
}

function duplicateKey(
  path: YamlPath,
  [first, second]: readonly [YamlNode, YamlNode],
  reader: YamlReader,
): void {
  const lines = `on line ${first.at.line} and on line ${second.at.line}`
  const strict = reader.dialect === 'strict-1.2'
  report(reader, second, path, {
    severity: strict ? 'error' : 'warning',
    message: `the key is given twice, ${lines}${strict ? '' : '; Ansible takes the last'}`,
    remedy: 'keep one of the two',
  })
}

function aliasValue(alias: YamlAlias, path: YamlPath, reader: YamlReader): unknown {
  const target = reader.anchors.get(alias.name)
  if (!target || reader.open.has(target)) {
    const message = target
      ? 'found an alias that refers to itself'
      : 'found an alias without an anchor before it; an unquoted value that begins with * is one'
    report(reader, alias, path, { message, remedy: 'quote the value, or write it out' })
    return null
  }
  reader.targets.set(alias, target)
  if (reader.expanded > MOST_EXPANDED) {
    const known = [...reader.problems.values()].some(({ message }) => message === TOO_MANY)
    if (!known) report(reader, alias, path, { message: TOO_MANY, remedy: 'write fewer aliases' })
    return null
  }
  reader.aliasDepth += 1
  const value = nodeValue(target, path, reader)
  reader.aliasDepth -= 1
  return value
}

const TOO_MANY = `the aliases stand for more than ${MOST_EXPANDED} values`

function checkCollectionTag(node: YamlNode, path: YamlPath, reader: YamlReader): void {
  if (node.tag === undefined || node.kind === 'scalar') return
  const usual = `${PREFIX}${node.kind === 'map' ? 'map' : 'seq'}`
  const known = reader.dialect === 'ansible' && (node.tag === '!unsafe' || node.tag === usual)
  if (!known) refuseTag(node, path, reader)
}

/** Names only tags that everybody knows: an unquoted password that begins with ! is a tag too. */
function refuseTag(node: YamlNode, path: YamlPath, reader: YamlReader): void {
  const tag = node.tag?.replace(PREFIX, '!!') ?? ''
  const known = /^(?:!![a-z]+|!vault|!unsafe)$/u.test(tag)
  report(reader, node, path, {
    message: known
      ? `found the tag ${tag}, which is not understood here`
      : 'found a tag that is not understood here; an unquoted value that begins with ! is one',
    remedy: known ? 'write the plain value without a tag' : 'quote the value, or write it without a tag',
  })
}

function unsafely(value: unknown): unknown {
  if (typeof value === 'string') return new Unsafe(value)
  if (Array.isArray(value)) return value.map(unsafely)
  if (typeof value !== 'object' || value === null || value instanceof Encrypted || value instanceof Unsafe)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unsafely(member)]))
}

function report(reader: YamlReader, node: YamlNode, path: YamlPath, found: YamlProblem): void {
  const { message, remedy, severity = 'error' } = found
  const problem: Problem = { severity, at: node.at, path: pathText(path), message, remedy }
  reader.problems.set(identity(problem), problem)
}

function identity({ at, message }: Problem): string {
  const place = at && 'line' in at ? `${at.line}:${at.column}` : ''
  return `${place} ${message}`
}
