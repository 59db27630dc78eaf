import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Pair, Parser, parseDocument } from 'yaml'
import type { Position, Problem } from '../model/problem.ts'
import { positionFinder } from './position.ts'
import { type Dialect, syntaxProblem, tooDeep, unreadableText } from './syntax.ts'
import { Encrypted } from './tagged.ts'
import type { YamlNode, YamlPath } from './tree.ts'
import { readValue } from './value.ts'

/** What a YAML text says: its value where it could be read, all that is wrong with it, and where things stand. */
export interface YamlReading {
  /** Undefined after a syntax error; null for an empty text. Mappings are plain objects with string keys. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Where the value at `path` begins, or its key; of what is missing, the nearest parent that is there. */
  readonly positionOf: (path: YamlPath, part?: 'key' | 'value') => Position
}

/** Reads one YAML document. Nothing is thrown; duplicate keys, tags and aliases are judged by the dialect. */
export function readYaml(text: string, file: string, dialect: Dialect): YamlReading {
  const start: Position = { file, line: 1, column: 1 }
  const nothing = { value: undefined, problems: [], positionOf: () => start }
  const source = text.replace(/^\uFEFF/u, '')
  const refusal = unreadableText(source, file, dialect) ?? depthProblem(source, file)
  if (refusal) return { ...nothing, problems: [refusal] }
  if (dialect === 'ansible' && source.startsWith('$ANSIBLE_VAULT;'))
    return { ...nothing, value: new Encrypted(source) }
  const { tree, problem } = parse(source, file, dialect)
  if (problem) return { ...nothing, problems: [problem] }
  if (!tree) return { ...nothing, value: null }
  const { value, problems, targets } = readValue(tree, dialect)
  return { value, problems, positionOf: positionFinder(tree, targets) }
}

/** No file of an operator nests deeper, and what parses documents calls itself at each level. */
const DEEPEST = 64

function depthProblem(source: string, file: string): Problem | undefined {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const parser = new Parser(lines.addNewLine)
  for (const lexeme of new Lexer().lex(source)) {
    Array.from(parser.next(lexeme))
    if (parser.stack.length <= DEEPEST) continue
    const { line, col } = lines.linePos(parser.offset - lexeme.length)
    return tooDeep({ file, line, column: col })
  }
  return undefined
}

function parse(source: string, file: string, dialect: Dialect): { tree?: YamlNode; problem?: Problem } {
  const lines = new LineCounter()
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const document = parseDocument(source, {
    version: dialect === 'ansible' ? '1.1' : '1.2',
    schema: 'core',
    merge: false,
    lineCounter: lines,
    logLevel: 'error',
    prettyErrors: false,
    uniqueKeys: false,
  })
  const [fault] = document.errors
  if (fault) {
    const at = place(fault.pos[0])
    const line = source.split('\n')[at.line - 1] ?? ''
    return { problem: syntaxProblem({ code: fault.code, message: fault.message, at, line }, dialect) }
  }
  const isEmpty = document.contents === null || source.trim() === ''
  return isEmpty ? {} : { tree: treeOf(document.contents, place, 0) }
}

function treeOf(node: unknown, place: (offset: number) => Position, near: number): YamlNode {
  const offset = offsetOf(node) ?? near
  const at = place(offset)
  if (isAlias(node)) return { kind: 'alias', at, tag: undefined, anchor: undefined, name: node.source }
  if (isMap(node)) {
    const pairs = node.items.map((pair) => pairOf(pair, place, offset))
    return { kind: 'map', at, tag: node.tag, anchor: node.anchor, flow: node.flow === true, pairs }
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => treeOf(item, place, offset))
    return { kind: 'list', at, tag: node.tag, anchor: node.anchor, items }
  }
  if (!isScalar(node))
    return { kind: 'scalar', at, tag: undefined, anchor: undefined, text: '', plain: true, core: null }
  const plain = node.type === 'PLAIN' || node.type === undefined
  return {
    kind: 'scalar',
    at,
    tag: node.tag,
    anchor: node.anchor,
    text: node.source ?? '',
    plain,
    core: node.value,
  }
}

function pairOf({ key, value }: Pair, place: (offset: number) => Position, near: number) {
  const keyAt = offsetOf(key) ?? near
  return { key: treeOf(key, place, near), value: treeOf(value, place, keyAt) }
}

function offsetOf(node: unknown): number | undefined {
  const ranged = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
  return ranged ? node.range?.[0] : undefined
}
