import type { Problem } from '../../model/problem.ts'
import { nearest } from '../../values/did-you-mean.ts'
import type { VariablePlace } from '../files/variable.ts'
import { expandHosts } from './host-range.ts'
import { addChild, addGroup, addHost, type Inventory, setVariable } from './inventory.ts'
import { inventoryValue } from './python-literal.ts'
import { shellWords, type Word } from './shell-words.ts'

type SectionKind = 'hosts' | 'children' | 'vars'

interface IniReader {
  readonly file: string
  readonly inventory: Inventory
  readonly problems: Problem[]
  /** Groups that have a section of their own, or came from an earlier source. */
  readonly declared: Set<string>
  /** Names that must turn out to be declared, and where they are used. */
  readonly expected: { readonly name: string; readonly at: VariablePlace; readonly section: string }[]
  readonly links: { readonly parent: string; readonly child: string; readonly at: VariablePlace }[]
  group: string
  kind: SectionKind
}

const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u
const SECTION = /^\[(?<group>[^:\]\s]+)(?::(?<kind>\w+))?\]\s*(?:#.*)?$/u
const GROUP_NAME = /^(?<name>[^:\]\s]+)(?:\s*|\s+#[\s\S]*)$/u

/** Adds an INI inventory to what earlier sources gave; says all that is wrong with it. */
export function readIni(text: string, file: string, inventory: Inventory): readonly Problem[] {
  const declared = new Set(inventory.groups.keys())
  const reader: IniReader = {
    file,
    inventory,
    declared,
    problems: [],
    expected: [],
    links: [],
    group: 'ungrouped',
    kind: 'hosts',
  }
  text
    .replace(/^\uFEFF/u, '')
    .split(LINE_ENDS)
    .forEach((line, index) => {
      readLine(line, index + 1, reader)
    })
  checkDeclared(reader)
  for (const link of reader.links) connect(link, reader)
  return reader.problems
}

function readLine(raw: string, number: number, reader: IniReader): void {
  const line = raw.trim()
  if (line === '' || line.startsWith('#') || line.startsWith(';')) return
  const at = { file: reader.file, line: number, column: raw.indexOf(line.charAt(0)) + 1 }
  const section = SECTION.exec(line)?.groups
  if (section) enterSection(section['group'] ?? '', section['kind'] ?? 'hosts', at, reader)
  else if (line.startsWith('[') && (line.endsWith(']') || /^\[[^\]]*\]\s*;/u.test(line)))
    refuse(
      reader,
      at,
      `found ${line}, which is no section`,
      'write [group], [group:children] or [group:vars]; a comment after it begins with #',
    )
  else if (reader.kind === 'hosts') readHosts(line, at, reader)
  else if (reader.kind === 'vars') readVariable(line, at, reader)
  else readChild(line, at, reader)
}

function enterSection(group: string, kind: string, at: VariablePlace, reader: IniReader): void {
  if (kind !== 'hosts' && kind !== 'children' && kind !== 'vars') {
    refuse(reader, at, `found [${group}:${kind}]`, 'a section is [group], [group:children] or [group:vars]')
    reader.kind = 'vars'
    reader.group = ''
    return
  }
  reader.kind = kind
  reader.group = group
  addGroup(reader.inventory, group)
  if (kind === 'vars') reader.expected.push({ name: group, at, section: `[${group}:vars]` })
  else reader.declared.add(group)
}

function readHosts(
  line: string,
  at: { file: string; line: number; column: number },
  reader: IniReader,
): void {
  const split = shellWords(line)
  if (!split.ok) {
    const place = { ...at, column: at.column + split.column - 1 }
    refuse(reader, place, split.fault, 'close the quotation, or escape the character with a backslash')
    return
  }
  const [pattern, ...assignments] = split.words
  if (!pattern) return
  const expansion = expandHosts(pattern.text)
  if (!expansion.ok || pattern.text === '' || pattern.text === '---') {
    refuse(
      reader,
      at,
      expansion.ok ? 'found a line that names no host' : expansion.fault,
      'write one host or range a line',
    )
    return
  }
  const port = expansion.port === undefined ? undefined : { value: expansion.port, at }
  for (const host of expansion.hosts) addHost(reader.inventory, host, reader.group, port)
  for (const word of assignments) if (!assign(word, expansion.hosts, at, reader)) return
}

/** False where the word is no assignment; what comes after it on the line is none either, as a rule. */
function assign(
  word: Word,
  hosts: readonly string[],
  line: { file: string; line: number; column: number },
  reader: IniReader,
): boolean {
  const at = { ...line, column: line.column + word.column - 1 }
  const equals = word.text.indexOf('=')
  if (equals < 0) {
    refuse(
      reader,
      at,
      'found a word without = after the host',
      'write key=value without blanks around =; put values with spaces in quotes',
    )
    return false
  }
  const variable = { value: inventoryValue(word.text.slice(equals + 1)), at }
  for (const host of hosts) setVariable(reader.inventory, host, word.text.slice(0, equals), variable)
  return true
}

function readVariable(line: string, at: VariablePlace, reader: IniReader): void {
  if (reader.group === '') return
  const equals = line.indexOf('=')
  if (equals < 0) {
    refuse(reader, at, `found a line without = in [${reader.group}:vars]`, 'write key=value')
    return
  }
  const value = inventoryValue(line.slice(equals + 1).trim())
  setVariable(reader.inventory, reader.group, line.slice(0, equals).trim(), { value, at })
}

function readChild(line: string, at: VariablePlace, reader: IniReader): void {
  const child = GROUP_NAME.exec(line)?.groups?.['name']
  if (child === undefined) {
    refuse(reader, at, `found ${line} in [${reader.group}:children]`, 'write one group name a line')
    return
  }
  reader.expected.push({ name: child, at, section: `[${reader.group}:children]` })
  reader.links.push({ parent: reader.group, child, at })
}

/** Each group that is defined nowhere is named once, where it is first used. */
function checkDeclared({ expected, declared, ...reader }: IniReader): void {
  const unknown = expected.filter(({ name }) => !declared.has(name))
  for (const name of new Set(unknown.map((use) => use.name))) {
    const [first, ...more] = unknown.filter((use) => use.name === name)
    if (!first) continue
    const sections = more.length === 1 ? '1 more section' : `${more.length} more sections`
    const names = more.length === 0 ? `${first.section} names` : `${first.section} and ${sections} name`
    refuse(
      reader,
      first.at,
      `${names} the group ${name}, which is defined nowhere; Ansible drops the whole file for this`,
      undeclaredRemedy(name, declared),
    )
  }
}

function undeclaredRemedy(name: string, declared: ReadonlySet<string>): string {
  const near = nearest(name, declared)
  return near === undefined ? `add a section [${name}], which may be empty` : `did you mean ${near}?`
}

function connect({ parent, child, at }: IniReader['links'][number], reader: IniReader): void {
  if (!reader.declared.has(child)) return
  if (!addChild(reader.inventory, parent, child))
    refuse(
      reader,
      at,
      `the group ${child} would be a child of itself through ${parent}`,
      'remove one of the two',
    )
}

function refuse(
  reader: Pick<IniReader, 'problems'>,
  at: VariablePlace,
  message: string,
  remedy: string,
): void {
  reader.problems.push({ severity: 'error', at, path: '', message, remedy })
}
