import { problemLine, problemLines } from '../manifest/problem-lines.ts'
import type { Printer } from '../model/event.ts'
import type { Problem } from '../model/problem.ts'
import type { Report } from '../model/report.ts'
import type { Role } from '../play/role.ts'
import { openPrinter } from '../report/printer.ts'
import { type Language, languageOf } from '../words/language.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { EXIT, exitCode } from './exit-code.ts'
import { helpText } from './help.ts'
import { readInputs } from './inputs.ts'
import type { Playbook } from './playbook.ts'
import { run } from './run.ts'
import { version } from './version.ts'

/** The whole program but for its process: the words of the command line in, the exit code out. */
export async function main(playbook: Playbook, role: Role, words: readonly string[]): Promise<number> {
  const asked = readArguments(words)
  switch (asked.kind) {
    case 'help':
      process.stdout.write(helpText(playbook))
      return EXIT.done
    case 'version':
      process.stdout.write(`kolla-mimir ${version()}\n`)
      return EXIT.done
    case 'wrong':
      for (const mistake of asked.mistakes) process.stderr.write(`${mistake}\n`)
      process.stderr.write(`try: npx zx scripts/${playbook.verb}.mjs --help\n`)
      return EXIT.wrongInput
    case 'run':
      return play(playbook, role, asked.arguments)
  }
}

async function play(playbook: Playbook, role: Role, wishes: Arguments): Promise<number> {
  const language = wishes.lang ?? languageOf(localeOf(process.env))
  const inputs = await readInputs(wishes, role, playbook)
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
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
  if (wishes.reportDir !== undefined) await keepReport(wishes.reportDir, report, language)
  return exitCode(report)
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

async function keepReport(folder: string, report: Report, language: Language): Promise<void> {
  const { writeReportFiles } = await import('../report/report-files.ts')
  const written = await writeReportFiles(folder, report, language)
  process.stderr.write(`${written.join('\n')}\n`)
}

/** As gettext reads it: LC_ALL before LC_MESSAGES before LANG. */
function localeOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
}
