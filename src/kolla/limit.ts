import type { Problem } from '../model/problem.ts'
import { nearest } from '../values/did-you-mean.ts'
import type { FileReader } from './files/files.ts'
import { globExpression } from './files/glob.ts'
import { splitPort } from './inventory/host-range.ts'

/** What patterns are matched against: hosts in inventory order, and groups with the hosts of their children. */
export interface Selectable {
  readonly hosts: readonly string[]
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/** The hosts that a pattern selects, in inventory order; none where a problem says so. */
export interface Selection {
  readonly hosts: readonly string[]
  readonly problems: readonly Problem[]
}

const SUBSCRIPT = /^(?<base>.+)\[(?:(?<index>-?[0-9]+)|(?<start>[0-9]+)[:-](?<end>[0-9]*))\]$/u
const PARTS = /(?:[^\s:[\]]|\[[^[\]]*\])+/gu

/**
 * Selects hosts as Ansible's --limit does: names, groups, globs, ~regex, [0:2], commas or colons between, & and ! in
 * front, @file. Unlike Ansible's, a name that matches nothing is an error, and so is a pattern that leaves nobody.
 */
export function selectHosts(pattern: string, from: Selectable, files: FileReader): Selection {
  const problems: Problem[] = []
  const parts = splitPattern(pattern).flatMap((part) =>
    part.startsWith('@') ? limitFile(part.slice(1), files, problems) : [part],
  )
  let hosts = new Set<string>()
  for (const part of inOrder(parts)) {
    const matched = new Set(matches(part, from, problems))
    if (part.startsWith('!')) hosts = new Set([...hosts].filter((host) => !matched.has(host)))
    else if (part.startsWith('&')) hosts = new Set([...hosts].filter((host) => matched.has(host)))
    else for (const host of matched) hosts.add(host)
  }
  if (problems.length === 0 && hosts.size === 0)
    problems.push(fault(`the pattern ${pattern} leaves no host`, 'widen the pattern'))
  return { hosts: problems.length === 0 ? from.hosts.filter((host) => hosts.has(host)) : [], problems }
}

/** Commas separate; without one, colons do, unless the whole could be one host or range. */
function splitPattern(pattern: string): string[] {
  const parts = pattern.includes(',')
    ? pattern.split(',')
    : splitPort(pattern).valid
      ? [pattern]
      : (pattern.match(PARTS) ?? [])
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** First what adds, then what narrows, then what removes; where nothing adds, everything is taken first. */
function inOrder(parts: readonly string[]): string[] {
  const adding = parts.filter((part) => !/^[&!]/u.test(part))
  const narrowing = parts.filter((part) => part.startsWith('&'))
  const removing = parts.filter((part) => part.startsWith('!'))
  return [...(adding.length === 0 ? ['all'] : adding), ...narrowing, ...removing]
}

function limitFile(path: string, files: FileReader, problems: Problem[]): string[] {
  const text = files.readText(path)
  if (typeof text === 'string')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  const found = text === undefined ? `there is no file ${path}` : `${path} cannot be read: ${text.unreadable}`
  problems.push(fault(`${found}; hosts are read from it`, 'correct the path after @'))
  return []
}

function matches(part: string, from: Selectable, problems: Problem[]): readonly string[] {
  if (from.hosts.includes(part)) return [part]
  const pattern = part.replace(/^[&!]/u, '')
  const { base, slice } = subscript(pattern)
  const found = enumerate(base, from)
  if (typeof found === 'string')
    problems.push(
      fault(`the pattern ${pattern} is not understood: ${found}`, 'correct the regular expression'),
    )
  else if (found.hosts.length === 0 && !found.group) problems.push(unknownName(base, from))
  else {
    const chosen = slice && found.hosts.length > 0 ? slice(found.hosts) : found.hosts
    if (chosen) return chosen
    problems.push(fault(`${pattern} is beyond the ${found.hosts.length} hosts of ${base}`, 'count from 0'))
  }
  return []
}

/** The hosts that a subscript takes; undefined where it counts beyond them. */
type Slice = (hosts: readonly string[]) => readonly string[] | undefined

/** Ansible's subscripts: [i], [i:j] with j included, [i:]; an end of 0 is taken as none. */
function subscript(pattern: string): { base: string; slice?: Slice } {
  const groups = pattern.startsWith('~') ? undefined : SUBSCRIPT.exec(pattern)?.groups
  if (!groups) return { base: pattern }
  const base = groups['base'] ?? ''
  const { index, start = '0', end } = groups
  if (index !== undefined) return { base, slice: (hosts) => present(hosts.at(Number(index))) }
  if (end === '') return { base, slice: (hosts) => hosts.slice(Number(start)) }
  if (Number(end) === 0) return { base, slice: (hosts) => present(hosts[Number(start)]) }
  return { base, slice: (hosts) => hosts.slice(Number(start), Number(end) + 1) }
}

function present(host: string | undefined): readonly string[] | undefined {
  return host === undefined ? undefined : [host]
}

/** Groups that match, and hosts too where no group does or the pattern is more than a word. */
function enumerate(pattern: string, from: Selectable): { hosts: readonly string[]; group: boolean } | string {
  const expression = expressionOf(pattern)
  if (typeof expression === 'string') return expression
  const groups = [...from.groups].filter(([name]) => expression.test(name))
  const hosts = groups.flatMap(([, members]) => members)
  if (groups.length === 0 || /^~|[.?*[]/u.test(pattern))
    hosts.push(...from.hosts.filter((host) => expression.test(host)))
  return {
    hosts: groups.length > 0 && !/^~|[.?*[]/u.test(pattern) ? hosts : [...new Set(hosts)],
    group: groups.length > 0,
  }
}

function expressionOf(pattern: string): RegExp | string {
  if (!pattern.startsWith('~')) return globExpression(pattern)
  try {
    return new RegExp(`^(?:${pattern.slice(1).replaceAll('(?P<', '(?<')})`, 'u')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function unknownName(name: string, from: Selectable): Problem {
  const near = nearest(name, [...from.groups.keys(), ...from.hosts])
  const remedy =
    near === undefined ? 'write a host, a group or a pattern of the inventory' : `did you mean ${near}?`
  return fault(`no host and no group matches ${name}`, remedy)
}

function fault(message: string, remedy: string): Problem {
  return { severity: 'error', at: undefined, path: '--limit', message, remedy }
}
