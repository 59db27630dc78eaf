import { catalog } from '../../messages/catalog.ts'
import type { Adoptable } from '../../model/adoption.ts'
import type { Report } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { hanging } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import type { Layout } from '../text/style.ts'

/** A setting, and the nodes on which somebody set it. */
export interface SharedSetting {
  readonly setting: Adoptable
  readonly nodes: readonly string[]
}

/** What of the changes made by hand the manifest could keep, equal settings of many nodes once. */
export function adoptionLines(report: Report, layout: Layout): readonly string[] {
  const adoptions = report.nodes.flatMap(({ adoption }) => adoption ?? [])
  if (adoptions.length === 0) return []
  const settings = sharedSettings(report)
  const about = { named: settings.length > 0, more: adoptions.some(({ more }) => more) }
  const lines = settings.map(({ setting, nodes }) =>
    keepText({ setting, nodes: named(nodes), all: nodes.length === report.nodes.length }, layout),
  )
  return [...lines, catalog(layout.language).summary.repaired(about)].flatMap((line) =>
    hanging('', line, layout.columns),
  )
}

/** Pure: equal settings of many nodes as one. */
export function sharedSettings({ nodes }: Pick<Report, 'nodes'>): readonly SharedSetting[] {
  const shared = new Map<string, { setting: Adoptable; nodes: string[] }>()
  for (const { node, adoption } of nodes)
    for (const setting of adoption?.settings ?? []) {
      const key = JSON.stringify([setting.key, setting.value])
      const known = shared.get(key)
      if (known === undefined) shared.set(key, { setting, nodes: [node] })
      else known.nodes.push(node)
    }
  return [...shared.values()]
}

interface Keeping {
  readonly setting: Adoptable
  readonly nodes: string
  /** Whether these are all nodes that there are. */
  readonly all: boolean
}

/** Which key and value of the manifest keeps what was set on nodes, and for whom it would hold. */
export function keepText({ setting, nodes, all }: Keeping, { language }: Layout): string {
  const reach = all ? 'them' : setting.overridable ? 'override' : 'all'
  return safeLine(catalog(language).summary.keeps({ setting: settingText(setting), nodes, reach }), 1000)
}

/** `key: value`, quoted where YAML could take it for something else. */
export function settingText({ key, value }: Adoptable): string {
  const isPlain = typeof value !== 'string' || /^[A-Za-z0-9][\w.:/@-]*$/u.test(value)
  return `${key}: ${isPlain ? String(value) : JSON.stringify(value)}`
}

function named(nodes: readonly string[]): string {
  return `${fold(nodes)} (${nodes.length})`
}
