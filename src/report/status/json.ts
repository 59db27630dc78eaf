import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { NodeStatus, StatusReport } from '../../model/node-status.ts'
import { jsonDocument, jsonLines } from '../text/safe-json.ts'
import { countsOf } from './table.ts'

/** The version of this shape; it rises when a reader could stumble. */
const FORMAT = 1

/** The whole status as JSON, indented, ending in a newline. */
export function statusJson(report: StatusReport, language: Language): string {
  return jsonDocument(worded(report, language))
}

/** A line for each node, then one for the whole. */
export function statusJsonLines(report: StatusReport, language: Language): string {
  return jsonLines('status', worded(report, language))
}

function worded(report: StatusReport, language: Language) {
  const { nodes, ...about } = report
  const totals = countsOf(report).states
  return {
    format: FORMAT,
    language,
    ...about,
    totals,
    nodes: nodes.map((node) => wordedNode(node, language)),
  }
}

function wordedNode(node: NodeStatus, language: Language) {
  if (node.failure === undefined) return node
  const { problem: message, remedy } = explainFailure(node.failure, language)
  return { ...node, message, ...(remedy === '' ? {} : { remedy }) }
}
