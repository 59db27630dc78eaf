import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { DestroyReport } from '../../model/destroy-report.ts'
import type { PrinterOptions } from '../printer.ts'
import { openOutlet, type Stream } from '../text/output.ts'
import { safeJson } from '../text/safe-json.ts'
import { styleFor } from '../text/style.ts'
import { countsOf, destroySummary } from './summary.ts'

/** The version of the JSON's shape; it rises when a reader could stumble. */
const FORMAT = 1

/** Shows a destroy to people on stderr, and to machines on stdout where they asked for it. */
export async function showDestroy(report: DestroyReport, options: PrinterOptions): Promise<void> {
  const { output, stdout, stderr, env, language } = options
  const look = { columns: stderr.columns || 80, language, style: styleFor(stderr, env) }
  await write(stderr, `\n${destroySummary(report, look).join('\n')}\n`)
  if (output === 'json') await write(stdout, `${safeJson(worded(report, language), 2)}\n`)
  if (output === 'jsonl') await write(stdout, jsonLines(report, language))
}

function jsonLines(report: DestroyReport, language: Language): string {
  const { nodes, ...whole } = worded(report, language)
  const lines = [...nodes.map((node) => ({ type: 'node', ...node })), { type: 'destroy', ...whole }]
  return lines.map((line) => `${safeJson(line)}\n`).join('')
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

async function write(stream: Stream, text: string): Promise<void> {
  const outlet = openOutlet(stream)
  outlet.write(text)
  await outlet.end()
}
