import type { Language } from '../../messages/language.ts'
import type { PrecheckReport } from '../../model/precheck.ts'
import { writeFiles } from '../files/report-files.ts'
import type { PrinterOptions } from '../printer.ts'
import { writeOnce } from '../text/output.ts'
import { styleFor } from '../text/style.ts'
import { precheckJson, precheckJsonLines } from './json.ts'
import { precheckJunit } from './junit.ts'
import { precheckSummary } from './summary.ts'

/** Shows prechecks to people on stderr, and to machines on stdout where they asked for it. */
export async function showPrechecks(report: PrecheckReport, options: PrinterOptions): Promise<void> {
  const { output, stdout, stderr, env, language } = options
  const layout = { columns: stderr.columns || 80, language, style: styleFor(stderr, env) }
  await writeOnce(stderr, `\n${precheckSummary(report, layout).join('\n')}\n`)
  if (output === 'json') await writeOnce(stdout, precheckJson(report, language))
  if (output === 'jsonl') await writeOnce(stdout, precheckJsonLines(report, language))
}

/** Writes report.json and junit.xml, each whole or not at all, and gives their paths. Rejects where it cannot. */
export async function keepPrechecks(
  report: PrecheckReport,
  directory: string,
  language: Language,
): Promise<readonly string[]> {
  const files = new Map([
    ['report.json', precheckJson(report, language)],
    ['junit.xml', precheckJunit(report, language)],
  ])
  return writeFiles(files, directory)
}
