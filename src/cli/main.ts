import { problemLine, problemLines } from '../manifest/problem-lines.ts'
import type { Printer } from '../model/event.ts'
import type { Problem } from '../model/problem.ts'
import type { Report } from '../model/report.ts'
import { safeLine } from '../model/safe-text.ts'
import type { Role } from '../play/role.ts'
import { openPrinter } from '../report/printer.ts'
import { writeReportFiles } from '../report/report-files.ts'
import { type Language, languageOf } from '../words/language.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { EXIT, exitCode } from './exit-code.ts'
import { helpText } from './help.ts'
import { type Inputs, readInputs } from './inputs.ts'
import type { Playbook } from './playbook.ts'
import { run } from './run.ts'
import { version } from './version.ts'
import { type Round, watch } from './watch.ts'

/** The whole program but for its process: the words of the command line in, the exit code out. */
export async function main(playbook: Playbook, role: Role, words: readonly string[]): Promise<number> {
  const asked = readArguments(words)
  if (asked.kind === 'run') {
    const { watch: every } = asked.arguments
    if (every === undefined || playbook.verb === 'verify') return play(playbook, role, asked.arguments)
    return correct([`--watch: ${playbook.verb} is done once; --watch is for verify`], playbook)
  }
  if (asked.kind === 'wrong') return correct(asked.mistakes, playbook)
  process.stdout.write(asked.kind === 'help' ? helpText(playbook) : `kolla-mimir ${version()}\n`)
  return EXIT.done
}

function correct(mistakes: readonly string[], { verb }: Playbook): number {
  const lines = [...mistakes.map((mistake) => safeLine(mistake)), `try: npx zx scripts/${verb}.mjs --help`]
  process.stderr.write(`${lines.join('\n')}\n`)
  return EXIT.wrongInput
}

async function play(playbook: Playbook, role: Role, wishes: Arguments): Promise<number> {
  const language = wishes.lang ?? languageOf(localeOf(process.env))
  const inputs = await readInputs(wishes, role, playbook)
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
  const once = async (): Promise<Round> => round(playbook, wishes, inputs, language)
  const { watch: every } = wishes
  return every === undefined ? (await once()).exitCode : watch(every, once, () => clear(wishes))
}

/** One run from its first word to its report. */
async function round(
  playbook: Playbook,
  wishes: Arguments,
  inputs: Extract<Inputs, { manifest: unknown }>,
  language: Language,
): Promise<Round> {
  const report = await run({
    verb: playbook.verb,
    phases: playbook.phases,
    manifest: wishes.manifest,
    tenant: inputs.manifest.mimir.tenant,
    nodes: inputs.nodes,
    play: inputs.play,
    parallel: wishes.parallel ?? inputs.manifest.rollout.parallel,
    connectDeadline: inputs.manifest.rollout.deadlines.connect,
    language,
    printer: await printerFor(wishes, language),
    warnings: inputs.problems.map(problemLine),
  })
  const kept = wishes.reportDir === undefined || (await keepReport(wishes.reportDir, report, language))
  const code = exitCode(report)
  return { exitCode: kept ? code : Math.max(code, EXIT.nodeFailed), interrupted: report.interrupted }
}

/** Where the play is drawn, a new round begins on an empty screen. */
function clear({ output }: Arguments): void {
  const drawn = process.stderr.isTTY && process.env['TERM'] !== 'dumb'
  if (drawn && output !== 'lines') process.stderr.write('\u001B[H\u001B[2J\u001B[3J')
}

async function printerFor({ output }: Arguments, language: Language): Promise<Printer> {
  const { stdout, stderr, env } = process
  return openPrinter({ output, language, stdout, stderr, env, now: () => performance.now() })
}

/** Every problem at once, and nothing is dialled. */
function refuse(problems: readonly Problem[], texts: ReadonlyMap<string, string>): number {
  for (const line of problemLines(problems, { texts })) process.stderr.write(`${line}\n`)
  return EXIT.wrongInput
}

/** Tells whether it could be kept; what was done on the nodes is done either way. */
async function keepReport(directory: string, report: Report, language: Language): Promise<boolean> {
  try {
    const paths = await writeReportFiles(report, directory, language)
    process.stderr.write(`${paths.map((path) => safeLine(path)).join('\n')}\n`)
    return true
  } catch (error) {
    const why = safeLine(error instanceof Error ? error.message : String(error))
    process.stderr.write(
      `--report-dir: the report was not written: ${why}; name a folder that can be written to\n`,
    )
    return false
  }
}

/** As gettext reads it: LC_ALL before LC_MESSAGES before LANG. */
function localeOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
}
