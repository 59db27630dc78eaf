import { problemLine } from '../manifest/problems/problem-lines.ts'
import type { Language } from '../messages/language.ts'
import type { Printer } from '../model/event.ts'
import type { Report, Rollout } from '../model/report.ts'
import type { Role } from '../play/role.ts'
import { writeReportFiles } from '../report/files/report-files.ts'
import { openPrinter } from '../report/printer.ts'
import { defined } from '../values/defined.ts'
import { safeLine } from '../values/safe-text.ts'
import { adoptedText } from './adopted-manifest.ts'
import { type Arguments, readArguments } from './command-line/arguments.ts'
import { EXIT, exitCode } from './command-line/exit-code.ts'
import { helpText } from './command-line/help.ts'
import type { Playbook } from './command-line/playbook.ts'
import { readInputs, type VerbInputs } from './inputs.ts'
import { languageFor } from './locale.ts'
import { readPlan, type SavedPlan, savedPlan, writePlan } from './plan-file.ts'
import { type NotResumed, withEarlier, withResumed } from './resume.ts'
import { openRunRecord, wishesOf } from './run-record.ts'
import { correct, kept, refuse } from './usage-errors.ts'
import { destroy } from './verbs/destroy.ts'
import { importManifest } from './verbs/import.ts'
import { logs } from './verbs/logs.ts'
import { precheck } from './verbs/prechecks.ts'
import { run } from './verbs/run.ts'
import { status } from './verbs/status.ts'
import { version } from './version.ts'
import { type Round, watch } from './watch.ts'

/** The whole program but for its process: the words of the command line in, the exit code out. */
export async function main(playbook: Playbook, role: Role, words: readonly string[]): Promise<number> {
  if (playbook.verb === 'import') return importManifest(role, words)
  const asked = readArguments(words, playbook.verb)
  if (asked.kind === 'run') return go(playbook, role, asked.arguments)
  if (asked.kind === 'wrong') return correct(asked.mistakes, playbook.verb)
  process.stdout.write(asked.kind === 'help' ? helpText(playbook) : `kolla-mimir ${version()}\n`)
  return EXIT.done
}

async function go(playbook: Playbook, role: Role, wishes: Arguments): Promise<number> {
  if (playbook.verb === 'prechecks') return precheck(role, wishes)
  if (playbook.verb === 'status') return status(role, wishes)
  if (playbook.verb === 'logs') return logs(role, wishes)
  if (playbook.verb === 'destroy') return destroy(role, wishes)
  return play(playbook, role, wishes)
}

/** With --check, as `plan` does, by the rules of the verb that is asked for. */
const PLAN_ONLY = ['observe', 'plan'] as const

async function play(playbook: Playbook, role: Role, asked: Arguments): Promise<number> {
  const language = languageFor(asked.lang)
  const resumed = await withResumed(playbook.verb, asked)
  if (!resumed.ok) return end(resumed.failure)
  const { told } = resumed.value
  for (const line of told) process.stderr.write(`${safeLine(line, 1000)}\n`)
  const flow = asked.check ? { ...playbook, phases: PLAN_ONLY } : playbook
  const saved = asked.plan === undefined ? undefined : await readPlan(asked.plan, playbook.verb)
  if (saved?.ok === false) return end({ exitCode: EXIT.wrongInput, message: saved.failure })
  const wishes = saved === undefined ? resumed.value.wishes : asSaved(saved.value, asked)
  const inputs = await readInputs(
    wishes,
    role,
    flow,
    defined({
      pinned: saved?.value,
      earlierBatches: resumed.value.batches,
    }),
  )
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
  const once = async (): Promise<Round> => round(flow, wishes, inputs, language)
  const { watch: every } = wishes
  return every === undefined ? (await once()).exitCode : watch(every, once, () => clear(wishes))
}

/** As the plan was made, of the nodes that it could be made for. */
function asSaved({ wishes, nodes }: SavedPlan, asked: Arguments): Arguments {
  return { ...withEarlier(wishes, asked), limit: [...nodes.keys()].join(',') }
}

/** A run that cannot begin, and why. */
function end({ exitCode: code, message }: NotResumed): number {
  process.stderr.write(`${safeLine(message, 1000)}\n`)
  return code
}

/** One run from its first word to its report. */
async function round(
  playbook: Playbook,
  wishes: Arguments,
  inputs: Extract<VerbInputs<Rollout | undefined>, { manifest: unknown }>,
  language: Language,
): Promise<Round> {
  const record = playbook.phases.includes('activate') ? await openRunRecord(playbook.verb, wishes) : undefined
  if (record?.ok === false) {
    const message = `${record.failure}; name a folder that can be written to with --state-dir`
    return { exitCode: end({ exitCode: EXIT.wrongInput, message }), interrupted: false }
  }
  const report = await run({
    verb: playbook.verb,
    ...defined({ record: record?.value }),
    phases: playbook.phases,
    manifest: wishes.manifest,
    tenant: inputs.manifest.mimir.tenant,
    nodes: inputs.nodes,
    play: inputs.play,
    parallel: wishes.parallel ?? inputs.manifest.rollout.parallel,
    connectDeadline: inputs.manifest.rollout.deadlines.connect,
    language,
    printer: await printerFor(wishes, { language, diffs: wishes.diff || playbook.verb === 'plan' }),
    warnings: inputs.problems.map(problemLine),
    hooks: {
      settings: inputs.manifest.rollout.hooks,
      ...defined({ resumes: wishes.resume, reason: wishes.reason }),
    },
  })
  if (wishes.adopt) process.stdout.write(adoptedText(report, language))
  const isKept = await keep(report, wishes, language)
  const code = exitCode(report, { detailed: wishes.detailedExitcode })
  return {
    exitCode: isKept ? code : Math.max(code, EXIT.nodeFailed),
    interrupted: report.interrupted,
  }
}

/** Writes the files that were asked for; tells of those that cannot be written, and whether there were none. */
async function keep(report: Report, wishes: Arguments, language: Language): Promise<boolean> {
  const { reportDir, out } = wishes
  const isKept = reportDir === undefined || (await kept(writeReportFiles(report, reportDir, language)))
  const isSaved =
    out === undefined ||
    report.interrupted ||
    (await kept(writePlan(out, savedPlan(report, wishesOf(wishes))), '--out'))
  return isKept && isSaved
}

/** Where the play is drawn, a new round begins on an empty screen. */
function clear({ output }: Arguments): void {
  const drawn = process.stderr.isTTY && process.env['TERM'] !== 'dumb'
  if (drawn && output !== 'lines') process.stderr.write('\u001B[H\u001B[2J\u001B[3J')
}

async function printerFor(
  { output }: Arguments,
  shown: { readonly language: Language; readonly diffs: boolean },
): Promise<Printer> {
  const { stdout, stderr, env } = process
  return openPrinter({ output, ...shown, stdout, stderr, env, now: () => performance.now() })
}
