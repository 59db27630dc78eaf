import type { Language } from '../../messages/language.ts'
import type { Report, Rollout } from '../../model/report.ts'
import { CAMPAIGN_VERBS } from '../../model/verb.ts'
import { campaignSettings } from '../../play/campaign-settings.ts'
import type { Role, RolloutOrder } from '../../play/role.ts'
import { keepConnections } from '../../remote/kept-connections.ts'
import { writeReportFiles } from '../../report/files/report-files.ts'
import { openPrinter } from '../../report/printer.ts'
import { EXIT, exitCode } from '../command-line/exit-code.ts'
import type { VerbDefinition } from '../command-line/verb.ts'
import { type Inputs, readInputs } from '../inputs.ts'
import { printerOptions } from '../output.ts'
import type { RoundConnections } from '../run.ts'
import { openRunRecord, optionsText } from '../run-record.ts'
import { printError, printProblems, reportWriting } from '../usage-errors.ts'
import { adoptedText } from './adopted-manifest.ts'
import type { FlowArguments } from './flow-arguments.ts'
import { readPlan, type SavedPlan, savedPlan, writePlan } from './plan-file.ts'
import { withEarlier, withResumed } from './resume.ts'
import { runRound } from './round.ts'
import { type Round, watch } from './watch.ts'

type FlowVerb = Pick<VerbDefinition, 'name' | 'phases'>

/** With --check, as `plan` does, by the rules of the verb that is asked for. */
const PLAN_ONLY = ['observe', 'plan'] as const

/** The flow of plan, verify and the verbs that change workers, through the phases of the verb; the exit code. */
export async function runFlow(asked: FlowVerb, role: Role, typed: FlowArguments): Promise<number> {
  const resumed = await withResumed(asked.name, typed)
  if (!resumed.ok) {
    printError(resumed.failure.message)
    return resumed.failure.exitCode
  }
  printError(...resumed.value.history)
  const verb = typed.check === true ? { ...asked, phases: PLAN_ONLY } : asked
  const saved = typed.plan === undefined ? undefined : await readPlan(typed.plan, verb.name)
  if (saved?.ok === false) return printError(saved.failure)
  const args = saved === undefined ? resumed.value.args : asSaved(saved.value, typed)
  const inputs = await readInputs(args, role, 'rollout', (order) => ({
    ...order,
    ...rolloutOrder(verb, args, order.manifest.rollout),
    pinned: saved?.value,
    earlierBatches: resumed.value.batches,
    began: resumed.value.began ?? Date.now() / 1000,
  }))
  if (!inputs.ok) return printProblems(inputs.failure)
  if (args.watch === undefined) return (await runOnce(verb, args, inputs.value)).exitCode
  const connections = { kept: keepConnections(), lastSeen: new Map<string, number>() }
  const once = async (): Promise<Round> => runOnce(verb, args, inputs.value, connections)
  try {
    return await watch(args.watch, once, () => clearScreen(args))
  } finally {
    await connections.kept.close()
  }
}

/** As the plan was made, of the nodes that it could be made for. */
function asSaved({ wishes, nodes }: SavedPlan, args: FlowArguments): FlowArguments {
  return { ...withEarlier(wishes, args), limit: [...nodes.keys()].join(',') }
}

/** What the command line has to say about a rollout. */
function rolloutOrder(
  { name, phases }: FlowVerb,
  { image, to, batches, maxFailures, rollbackPolicy }: FlowArguments,
  settings: Parameters<typeof campaignSettings>[1],
): Pick<RolloutOrder, 'verb' | 'phases' | 'campaign' | 'image' | 'to'> {
  const verb = CAMPAIGN_VERBS.find((campaign) => campaign === name) ?? 'rollout'
  const campaign = campaignSettings(verb, settings, { batches, maxFailures, rollback: rollbackPolicy })
  return { verb: name, phases, campaign, image, to }
}

/** One run from its announcement to its report. */
async function runOnce(
  verb: FlowVerb,
  args: FlowArguments,
  inputs: Inputs<Rollout | undefined>,
  connections?: RoundConnections,
): Promise<Round> {
  const record = verb.phases.includes('activate') ? await openRunRecord(verb.name, args) : undefined
  if (record?.ok === false) return { exitCode: printError(record.failure), interrupted: false }
  const options = printerOptions(args)
  const { language } = options
  const printer = await openPrinter({ ...options, diffs: args.diff === true || verb.name === 'plan' })
  const report = await runRound({ verb, args, inputs, language, printer, record: record?.value, connections })
  if (args.adopt === true) process.stdout.write(adoptedText(report, language))
  const isWritten = await writeFiles(report, args, language)
  const code = exitCode(report, { detailed: args.detailedExitcode === true })
  return {
    exitCode: isWritten ? code : Math.max(code, EXIT.nodeFailed),
    interrupted: report.interrupted,
  }
}

/** Writes the files that were asked for; false where one cannot be written, which is said. */
async function writeFiles(report: Report, args: FlowArguments, language: Language): Promise<boolean> {
  const { reportDir, out } = args
  const isReported =
    reportDir === undefined ||
    (await reportWriting(writeReportFiles(report, reportDir, language), '--report-dir'))
  const isSaved =
    out === undefined ||
    report.interrupted ||
    (await reportWriting(writePlan(out, savedPlan(report, optionsText(args))), '--out'))
  return isReported && isSaved
}

/** Where the run is drawn, a new round begins on an empty screen. */
function clearScreen({ output }: FlowArguments): void {
  const isDrawn = process.stderr.isTTY && process.env['TERM'] !== 'dumb'
  if (isDrawn && output !== 'lines') process.stderr.write('\u001B[H\u001B[2J\u001B[3J')
}
