import type { StatusReport } from '../../model/node-status.ts'
import type { PrinterOptions } from '../printer.ts'
import { writeOnce } from '../text/output.ts'
import { styleFor } from '../text/style.ts'
import { statusJson, statusJsonLines } from './json.ts'
import { statusTable } from './table.ts'

/** Shows a status on stdout, for it is what was asked for: to people, or to machines where they asked. */
export async function showStatus(report: StatusReport, options: PrinterOptions): Promise<void> {
  const { output, stdout, env, language } = options
  const layout = { columns: stdout.columns || 80, language, style: styleFor(stdout, env) }
  if (output === 'json') await writeOnce(stdout, statusJson(report, language))
  else if (output === 'jsonl') await writeOnce(stdout, statusJsonLines(report, language))
  else await writeOnce(stdout, `${statusTable(report, layout).join('\n')}\n`)
}
