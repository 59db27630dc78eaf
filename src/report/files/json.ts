import { explainFinding } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Totals } from '../../messages/types/summary.ts'
import type { CheckResult } from '../../model/check.ts'
import type { PlayEvent, Printer } from '../../model/event.ts'
import type { NodeReport, Report } from '../../model/report.ts'
import type { SafeText } from '../../values/safe-text.ts'
import { causesOf, explain } from '../digest/causes.ts'
import { totalsOf } from '../digest/totals.ts'
import { openOutlet, type Stream } from '../text/output.ts'
import { jsonDocument, safeJson } from '../text/safe-json.ts'

/** The version of the shape in schemas/report.schema.json; it rises when a reader could stumble. */
export const FORMAT = 1

/** A Report with words beside its facts, as `--output json` and report.json have it. */
export interface WordedReport extends Omit<Report, 'nodes'> {
  readonly format: typeof FORMAT
  readonly language: Language
  readonly totals: Omit<Totals, 'milliseconds'>
  readonly nodes: readonly WordedNode[]
}

export interface WordedNode extends Omit<NodeReport, 'checks'> {
  /** What is wrong, one sentence a cause; absent where nothing is. */
  readonly message?: string
  readonly remedy?: string
  readonly checks: readonly WordedCheck[]
}

export interface WordedCheck extends CheckResult {
  readonly message: SafeText
  readonly remedy?: SafeText
}

export function wordedReport({ nodes, ...run }: Report, language: Language): WordedReport {
  const { milliseconds: _, ...totals } = totalsOf({ ...run, nodes })
  return { format: FORMAT, language, ...run, totals, nodes: nodes.map((node) => wordedNode(node, language)) }
}

function wordedNode(node: NodeReport, language: Language): WordedNode {
  const explanations = causesOf(node).map((cause) => explain(cause, language))
  const worded = { ...node, checks: node.checks.map((result) => wordedCheck(result, language)) }
  if (explanations.length === 0) return worded
  const message = explanations.map(({ problem }) => problem).join('; ')
  return { ...worded, message, remedy: [...new Set(explanations.map(({ remedy }) => remedy))].join('; ') }
}

function wordedCheck(result: CheckResult, language: Language): WordedCheck {
  const { problem: message, remedy } = explainFinding(result.finding, language)
  return remedy === '' ? { ...result, message } : { ...result, message, remedy }
}

/** The whole report as JSON, indented, ending in a newline. */
export function reportJson(report: Report, language: Language): string {
  return jsonDocument(wordedReport(report, language))
}

/** Prints nothing but the report, when there is one. */
export function jsonPrinter(stream: Stream, language: Language): Printer {
  const outlet = openOutlet(stream)
  return {
    tell(event) {
      if (event.type === 'play-finished') outlet.write(reportJson(event.report, language))
    },
    end: () => outlet.end(),
  }
}

/** One event a line, each with `at`, the milliseconds since the printer was made. */
export function jsonLinesPrinter(stream: Stream, language: Language, now: () => number): Printer {
  const outlet = openOutlet(stream)
  const began = now()
  return {
    tell(event) {
      const at = Math.round(now() - began)
      outlet.write(`${safeJson({ at, ...wordedEvent(event, language) })}\n`)
    },
    end: () => outlet.end(),
  }
}

function wordedEvent(event: PlayEvent, language: Language): object {
  if (event.type === 'node-settled') return { ...event, report: wordedNode(event.report, language) }
  if (event.type === 'play-finished') return { ...event, report: wordedReport(event.report, language) }
  return event
}
