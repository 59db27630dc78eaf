import type { StatusReport } from '../../model/node-status.ts'
import type { PrinterOptions } from '../printer.ts'
import { openOutlet } from '../text/output.ts'
import { styleFor } from '../text/style.ts'
import { statusJson, statusJsonLines } from './json.ts'
import { statusTable } from './table.ts'

/** Shows a status on stdout, for it is what was asked for: to people, or to machines where they asked. */
export async function showStatus(report: StatusReport, options: PrinterOptions): Promise<void> {
  const { output, stdout, env, language } = options
  const look = { columns: stdout.columns || 80, language, style: styleFor(stdout, env) }
  const outlet = openOutlet(stdout)
  if (output === 'json') outlet.write(statusJson(report, language))
  else if (output === 'jsonl') outlet.write(statusJsonLines(report, language))
  else outlet.write(`${statusTable(report, look).join('\n')}\n`)
  await outlet.end()
}
