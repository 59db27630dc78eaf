import { catalog } from '../../messages/catalog.ts'
import { type NodeReport, type Reason, type Report, VERDICTS, type Verdict } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { hanging } from '../text/columns.ts'
import { fold } from '../text/fold.ts'
import type { Layout } from '../text/style.ts'

/** Per verdict its nodes, and per field the reason: found → desired. Nodes that need nothing come first. */
export function verdictLines({ nodes }: Report, layout: Layout): readonly string[] {
  const able = nodes.filter(({ failure }) => failure === undefined)
  return VERDICTS.flatMap((verdict) => {
    const some = able.filter((node) => node.verdict === verdict)
    return some.length === 0 ? [] : [...headLines(verdict, some, layout), ...reasonLines(some, layout)]
  })
}

function headLines(
  verdict: Verdict,
  nodes: readonly NodeReport[],
  { columns, language, style }: Layout,
): readonly string[] {
  const word = catalog(language).labels.verdicts[verdict]
  const lines = hanging(`${word}: `, foldedNames(nodes), columns)
  const paint = verdict === 'noop' ? style.green : style.yellow
  return lines.map((line, at) => (at === 0 ? paint(word) + line.slice(word.length) : line))
}

interface Sharing {
  readonly reason: Reason
  readonly nodes: NodeReport[]
  alike: boolean
}

/** One line a field; nodes that have it in other words than the first are only counted with it. */
function reasonLines(nodes: readonly NodeReport[], { columns, language }: Layout): readonly string[] {
  const fields = new Map<string, Sharing>()
  for (const node of nodes)
    for (const reason of node.reasons) {
      const known = fields.get(reason.field) ?? { reason, nodes: [], alike: true }
      known.nodes.push(node)
      known.alike &&= known.reason.current === reason.current && known.reason.desired === reason.desired
      fields.set(reason.field, known)
    }
  return [...fields.values()].flatMap(({ reason, nodes: sharing, alike }) => {
    const only = sharing.length === nodes.length ? '' : `; ${foldedNames(sharing)}`
    const likewise = alike ? '' : `; ${safeLine(catalog(language).summary.likewise(sharing[0]?.node ?? ''))}`
    const text = `${safeLine(reason.current)} → ${safeLine(reason.desired)}${only}${likewise}`
    return hanging(`  ${safeLine(reason.field)}: `, text, columns)
  })
}

function foldedNames(nodes: readonly NodeReport[]): string {
  return safeLine(`${fold(nodes.map(({ node }) => node))} (${nodes.length})`, 4000)
}
