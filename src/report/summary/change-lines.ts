import { catalog } from '../../messages/catalog.ts'
import type { FileChange, NodeChanges, SettingChange } from '../../model/file-change.ts'
import type { Report } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { hanging, pad, widthOf } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import type { Layout } from '../text/style.ts'

/** More ways to change than this are not read one after the other. */
const MOST_GROUPS = 20

/** Nodes whose files change alike, with the changes of the first of them. */
interface ChangeGroup {
  readonly nodes: string[]
  readonly changes: NodeChanges
}

/** What becomes of files: what it means, and where wished the diffs; once for all nodes that change alike. */
export function changeLines(
  report: Report,
  layout: Layout,
  { diffs }: { readonly diffs: boolean },
): readonly string[] {
  const groups = groupsOf(report)
  const shown = groups.length > MOST_GROUPS ? groups.slice(0, MOST_GROUPS - 1) : groups
  const rest = groups.slice(shown.length)
  const lines = shown.flatMap((group, at) => [...(at === 0 ? [] : ['']), ...groupLines(group, layout, diffs)])
  if (rest.length === 0) return lines
  const nodes = rest.reduce((sum, group) => sum + group.nodes.length, 0)
  return [
    ...lines,
    '',
    ...hanging('', catalog(layout.language).summary.moreChanges(rest.length, nodes), layout.columns),
  ]
}

/** The largest first. */
function groupsOf({ nodes }: Report): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>()
  for (const { node, changes, failure } of nodes) {
    if (changes === undefined || failure !== undefined) continue
    const known = groups.get(changes.groupKey)
    if (known === undefined) groups.set(changes.groupKey, { nodes: [node], changes })
    else known.nodes.push(node)
  }
  return [...groups.values()].sort((one, other) => other.nodes.length - one.nodes.length)
}

function groupLines({ nodes, changes }: ChangeGroup, layout: Layout, diffs: boolean): readonly string[] {
  const { columns, language, style } = layout
  const example = nodes.length === 1 ? '' : `; ${catalog(language).summary.likewise(nodes[0] ?? '')}`
  const head = hanging('', safeLine(`${fold(nodes)} (${nodes.length})${example}`, 4000), columns)
  return [
    ...head.map(style.bold),
    ...meaningLines(changes.settings, layout),
    ...changes.files.flatMap((file) => fileLines(file, layout, diffs)),
  ]
}

/** Things of one kind that change in the same way share a line. */
function meaningLines(
  meaning: readonly SettingChange[],
  { columns, language, style }: Layout,
): readonly string[] {
  const labels = catalog(language).labels.settings
  const width = Math.max(0, ...meaning.map(({ kind }) => widthOf(labels[kind])))
  return alike(meaning).flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const mark = markOf(first)
    const names = group.map(({ name }) => name).join(', ')
    const lines = hanging(
      `  ${mark} ${pad(labels[first.kind], width)}  `,
      `${names}${valuesOf(first)}`,
      columns,
    )
    const paint = { '+': style.green, '-': style.red, '~': style.yellow }[mark]
    return lines.map((line, at) => (at === 0 ? `  ${paint(mark)}${line.slice(3)}` : line))
  })
}

function alike(meaning: readonly SettingChange[]): SettingChange[][] {
  const groups = new Map<string, SettingChange[]>()
  for (const one of meaning) {
    const key = JSON.stringify([one.kind, one.current, one.desired])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

function markOf({ current, desired }: SettingChange): '+' | '-' | '~' {
  if (current === undefined) return '+'
  return desired === undefined ? '-' : '~'
}

function valuesOf({ current, desired }: SettingChange): string {
  const values = [current, desired].filter((value) => value !== undefined && value !== '')
  return values.length === 0 ? '' : `: ${values.join(' → ')}`
}

function fileLines(
  { path, action, diff }: FileChange,
  { columns, language, style }: Layout,
  diffs: boolean,
): string[] {
  if (diff === undefined || diff === '')
    return hanging('  ', catalog(language).summary.files[action](path), columns).slice()
  if (!diffs) return []
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => `  ${paintOf(line, style)(line.replaceAll('\t', '    '))}`)
}

/** As git does. */
function paintOf(line: string, style: Layout['style']): (text: string) => string {
  if (line.startsWith('@@')) return style.cyan
  if (line.startsWith('---') || line.startsWith('+++')) return style.bold
  if (line.startsWith('-')) return style.red
  return line.startsWith('+') ? style.green : same
}

function same(text: string): string {
  return text
}
