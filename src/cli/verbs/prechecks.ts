import { problemLine } from '../../manifest/problems/problem-lines.ts'
import type { PrecheckReport } from '../../model/precheck.ts'
import type { Role } from '../../play/role.ts'
import { keepPrechecks, showPrechecks } from '../../report/prechecks/outputs.ts'
import { type PrinterOptions, peoplePrinter } from '../../report/printer.ts'
import type { Arguments } from '../command-line/arguments.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { readPrecheckInputs } from '../inputs.ts'
import { languageFor } from '../locale.ts'
import { kept, refuse } from '../usage-errors.ts'
import { runPrechecks } from './run-prechecks.ts'

/** Look at what would be in the way of a first rollout, and give the exit code. */
export async function precheck(role: Role, wishes: Arguments): Promise<number> {
  const language = languageFor(wishes.lang)
  const inputs = await readPrecheckInputs(wishes, role)
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
  const { stdout, stderr, env } = process
  const { output } = wishes
  const options: PrinterOptions = { output, language, stdout, stderr, env, now: () => performance.now() }
  const report = await runPrechecks({
    manifest: wishes.manifest,
    tenant: inputs.manifest.mimir.tenant,
    nodes: inputs.nodes,
    play: inputs.play,
    parallel: wishes.parallel ?? inputs.manifest.rollout.parallel,
    connectDeadline: inputs.manifest.rollout.deadlines.connect,
    language,
    printer: await peoplePrinter(options),
    warnings: inputs.problems.map(problemLine),
  })
  await showPrechecks(report, options)
  const { reportDir } = wishes
  const isKept = reportDir === undefined || (await kept(keepPrechecks(report, reportDir, language)))
  return isKept ? precheckExitCode(report) : Math.max(precheckExitCode(report), EXIT.nodeFailed)
}

/** From the report alone: every node ready, or not. */
function precheckExitCode({ interrupted, nodes }: PrecheckReport): number {
  if (interrupted) return EXIT.interrupted
  return nodes.length > 0 && nodes.every(({ state }) => state === 'ready') ? EXIT.done : EXIT.nodeFailed
}
