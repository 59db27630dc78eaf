import { explainPrecheck } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { PrecheckCounts } from '../../messages/types/prechecks.ts'
import type { PrecheckedNode, PrecheckReport, PrecheckResult } from '../../model/precheck.ts'
import type { SafeText } from '../../values/safe-text.ts'
import { jsonDocument, jsonLines } from '../text/safe-json.ts'
import { precheckCounts } from './totals.ts'

/** The version of this shape; it rises when a reader could stumble. */
const FORMAT = 1

/** A report with words beside its facts, as `--output json` and report.json have it. */
export interface WordedPrechecks extends Omit<PrecheckReport, 'nodes'> {
  readonly format: typeof FORMAT
  readonly language: Language
  readonly totals: Omit<PrecheckCounts, 'milliseconds'>
  readonly nodes: readonly WordedPrecheckedNode[]
}

export interface WordedPrecheckedNode extends Omit<PrecheckedNode, 'results'> {
  readonly results: readonly WordedPrecheck[]
}

export interface WordedPrecheck extends PrecheckResult {
  readonly message: SafeText
  readonly remedy?: SafeText
}

/** The whole report as JSON, indented, ending in a newline. */
export function precheckJson(report: PrecheckReport, language: Language): string {
  return jsonDocument(wordedPrechecks(report, language))
}

/** A line for each node, then one for the whole. */
export function precheckJsonLines(report: PrecheckReport, language: Language): string {
  return jsonLines('prechecks', wordedPrechecks(report, language))
}

function wordedPrechecks({ nodes, ...run }: PrecheckReport, language: Language): WordedPrechecks {
  const { milliseconds: _, ...totals } = precheckCounts({ ...run, nodes })
  return {
    format: FORMAT,
    language,
    ...run,
    totals,
    nodes: nodes.map((node) => ({
      ...node,
      results: node.results.map((result) => worded(result, language)),
    })),
  }
}

function worded(result: PrecheckResult, language: Language): WordedPrecheck {
  const { problem: message, remedy } = explainPrecheck(result.finding, language)
  return remedy === '' ? { ...result, message } : { ...result, message, remedy }
}
