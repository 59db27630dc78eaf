import { catalog } from '../../messages/catalog.ts'
import type { FileChange, NodeChanges, SettingChange } from '../../model/file-change.ts'
import type { Report } from '../../model/report.ts'
import { groupBy } from '../../values/group-by.ts'
import { safeLine } from '../../values/safe-text.ts'
import { hanging, pad, widthOf } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import type { Layout } from '../text/style.ts'

/** How many groups of changes are shown; nobody reads more. */
const MOST_GROUPS = 20

/** Nodes whose files change in the same way, with the changes of the first of them. */
interface ChangeGroup {
  readonly nodes: string[]
  readonly changes: NodeChanges
}

/** The changes of settings and, where asked for, the diffs of files; once for all nodes that change in the same way. */
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
  return [...groups.values()].sort((left, right) => right.nodes.length - left.nodes.length)
}

function groupLines({ nodes, changes }: ChangeGroup, layout: Layout, diffs: boolean): readonly string[] {
  const { columns, language, style } = layout
  const example = nodes.length === 1 ? '' : `; ${catalog(language).summary.likewise(nodes[0] ?? '')}`
  const head = hanging('', safeLine(`${fold(nodes)} (${nodes.length})${example}`, 4000), columns)
  return [
    ...head.map(style.bold),
    ...settingLines(changes.settings, layout),
    ...changes.files.flatMap((file) => fileLines(file, layout, diffs)),
  ]
}

/** Settings of one kind that change in the same way share a line. */
function settingLines(
  settings: readonly SettingChange[],
  { columns, language, style }: Layout,
): readonly string[] {
  const labels = catalog(language).labels.settings
  const width = Math.max(0, ...settings.map(({ kind }) => widthOf(labels[kind])))
  return alike(settings).flatMap((group) => {
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

function alike(settings: readonly SettingChange[]): SettingChange[][] {
  const sameChange = ({ kind, current, desired }: SettingChange): string =>
    JSON.stringify([kind, current, desired])
  return [...groupBy(settings, sameChange).values()]
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
