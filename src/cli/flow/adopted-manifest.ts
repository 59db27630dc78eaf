import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { Adoptable } from '../../model/adoption.ts'
import type { Report } from '../../model/report.ts'
import { settingText, sharedSettings } from '../../report/summary/adoption-lines.ts'
import { writeYaml } from '../../yaml/write.ts'

type Branch = { [key: string]: Branch | Adoptable['value'] }

/**
 * Pure: the part of a manifest that keeps what somebody set on nodes by hand; empty where it can keep nothing. What is not
 * on all nodes and may differ between them is for those nodes alone. Where nodes disagree about a key of all of them,
 * nothing is chosen: a comment names the values.
 */
export function adoptedText(report: Report, language: Language): string {
  const shared = sharedSettings(report)
  const root: Branch = {}
  const disputed = new Set<string>()
  for (const { setting, nodes } of shared) {
    const isForAll = nodes.length === report.nodes.length
    const isDisputed = shared.some(
      (other) => other.setting.key === setting.key && other.setting !== setting && !setting.overridable,
    )
    if (isDisputed) disputed.add(setting.key)
    else if (isForAll || !setting.overridable) put(root, setting.key.split('.'), setting.value)
    else for (const node of nodes) put(root, overridePath(node, setting.key), setting.value)
  }
  const comments = [...disputed].map((key) => {
    const choices = shared.filter(({ setting }) => setting.key === key)
    const listed = choices.map(({ setting, nodes }) => `${settingText(setting)} (${nodes.join(', ')})`)
    return `# ${catalog(language).summary.chooseOne(key, listed.join('; '))}\n`
  })
  return `${comments.join('')}${Object.keys(root).length === 0 ? '' : writeYaml(root)}`
}

/** A key of worker, for one node. */
function overridePath(node: string, key: string): string[] {
  const [worker = '', ...rest] = key.split('.')
  return [worker, 'overrides', node, ...rest]
}

function put(root: Branch, path: readonly string[], value: Adoptable['value']): void {
  const [first = '', ...rest] = path
  if (rest.length === 0) {
    root[first] = value
    return
  }
  const known = root[first]
  const branch = typeof known === 'object' ? known : {}
  root[first] = branch
  put(branch, rest, value)
}
