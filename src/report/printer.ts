import type { Language } from '../messages/language.ts'
import type { Printer } from '../model/event.ts'
import type { Report } from '../model/report.ts'
import { jsonLinesPrinter, jsonPrinter } from './files/json.ts'
import { linesPrinter } from './live/lines.ts'
import { planOf } from './summary/plan-summary.ts'
import { summaryOf } from './summary/summary.ts'
import { type Stream, writeOnce } from './text/output.ts'
import { styleFor } from './text/style.ts'

export const OUTPUTS = ['tree', 'lines', 'json', 'jsonl'] as const

export type Output = (typeof OUTPUTS)[number]

export interface PrinterOptions {
  /** What was asked for; where nothing was, people get what their terminal can show. */
  readonly output?: Output | undefined
  readonly language: Language
  /** Whether a plan shows its diffs, and not only what they mean. */
  readonly diffs?: boolean
  readonly stdout: Stream
  readonly stderr: Stream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds, of any origin. */
  readonly now: () => number
}

/** Shows a play to people on stderr, with a summary at its end, and to machines on stdout where they asked for it. */
export async function openPrinter(options: PrinterOptions): Promise<Printer> {
  const people = await peoplePrinter(options)
  const machines = machinePrinter(options)
  let report: Report | undefined
  let ended: Promise<void> | undefined
  const end = async (): Promise<void> => {
    await people.end()
    if (report !== undefined) await writeSummary(report, options)
    await machines?.end()
  }
  return {
    tell(event) {
      if (event.type === 'play-finished') report = event.report
      people.tell(event)
      machines?.tell(event)
    },
    ...(people.suspend === undefined ? {} : { suspend: people.suspend }),
    async end() {
      ended ??= end()
      await ended
    },
  }
}

/** A tree where it can be drawn, else lines. listr2 is loaded only when it is used. */
export async function peoplePrinter({
  output,
  stderr,
  env,
  language,
  now,
}: PrinterOptions): Promise<Printer> {
  const drawable = stderr.isTTY === true && env.TERM !== 'dumb'
  if (output === 'lines' || !drawable) return linesPrinter({ stream: stderr, language, now })
  const { treePrinter } = await import('./live/tree.ts')
  return treePrinter({ stream: stderr, language, style: styleFor(stderr, env), now })
}

function machinePrinter({ output, stdout, language, now }: PrinterOptions): Printer | undefined {
  if (output === 'json') return jsonPrinter(stdout, language)
  return output === 'jsonl' ? jsonLinesPrinter(stdout, language, now) : undefined
}

async function writeSummary(report: Report, options: PrinterOptions): Promise<void> {
  const { stderr, env, language, diffs = false } = options
  const layout = { columns: stderr.columns || 80, language, style: styleFor(stderr, env) }
  const lines = report.dryRun === true ? planOf(report, layout, { diffs }) : summaryOf(report, layout)
  await writeOnce(stderr, `\n${lines.join('\n')}\n`)
}
