import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { DestroyReport } from '../../model/destroy-report.ts'
import type { PrinterOptions } from '../printer.ts'
import { writeOnce } from '../text/output.ts'
import { jsonDocument, jsonLines } from '../text/safe-json.ts'
import { styleFor } from '../text/style.ts'
import { countsOf, destroySummary } from './summary.ts'

/** The version of the JSON's shape; it rises when a reader could stumble. */
const FORMAT = 1

/** Shows a destroy to people on stderr, and to machines on stdout where they asked for it. */
export async function showDestroy(report: DestroyReport, options: PrinterOptions): Promise<void> {
  const { output, stdout, stderr, env, language } = options
  const layout = { columns: stderr.columns || 80, language, style: styleFor(stderr, env) }
  await writeOnce(stderr, `\n${destroySummary(report, layout).join('\n')}\n`)
  if (output === 'json') await writeOnce(stdout, jsonDocument(worded(report, language)))
  if (output === 'jsonl') await writeOnce(stdout, jsonLines('destroy', worded(report, language)))
}

function worded({ nodes, ...about }: DestroyReport, language: Language) {
  const totals = countsOf({ ...about, nodes }).states
  const wordedNodes = nodes.map((node) => {
    if (node.failure === undefined) return node
    const { problem: message, remedy } = explainFailure(node.failure, language)
    return { ...node, message, ...(remedy === '' ? {} : { remedy }) }
  })
  return { format: FORMAT, language, ...about, totals, nodes: wordedNodes }
}
