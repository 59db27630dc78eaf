import { problemLine } from '../../manifest/problems/problem-lines.ts'
import type { Node } from '../../model/node.ts'
import type { NodeStatus, StatusReport } from '../../model/node-status.ts'
import type { Role, Statuses } from '../../play/role.ts'
import type { Roster } from '../../play/roster.ts'
import { connector } from '../../remote/connect.ts'
import { type PrinterOptions, peoplePrinter } from '../../report/printer.ts'
import { showStatus } from '../../report/status/outputs.ts'
import type { Arguments } from '../command-line/arguments.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { readStatusInputs, type VerbInputs } from '../inputs.ts'
import { leaseRequestOf } from '../lease-request.ts'
import { languageFor } from '../locale.ts'
import { openRunContext } from '../run-context.ts'
import { runName } from '../run-name.ts'
import { refuse } from '../usage-errors.ts'

/** Tell what runs where, and give the exit code. */
export async function status(role: Role, wishes: Arguments): Promise<number> {
  const inputs = await readStatusInputs(wishes, role)
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
  const { stdout, stderr, env } = process
  const language = languageFor(wishes.lang)
  const { output } = wishes
  const options: PrinterOptions = { output, language, stdout, stderr, env, now: () => performance.now() }
  const report = await look(wishes, inputs, options)
  await showStatus(report, options)
  if (report.interrupted) return EXIT.interrupted
  return report.nodes.length > 0 && report.nodes.every(({ state }) => state !== 'unreached')
    ? EXIT.done
    : EXIT.nodeFailed
}

async function look(
  wishes: Arguments,
  { manifest, nodes, play, problems }: Extract<VerbInputs<Statuses>, { manifest: unknown }>,
  options: PrinterOptions,
): Promise<StatusReport> {
  const startedAt = new Date().toISOString()
  const [run, verb] = [runName(startedAt), 'status'] as const
  const { tenant } = manifest.mimir
  const printer = await peoplePrinter(options)
  const parallel = wishes.parallel ?? manifest.rollout.parallel
  const { context, close } = openRunContext({ nodes, parallel, language: options.language, printer })
  const warnings = problems.map(problemLine)
  try {
    const names = nodes.map(({ name }) => name)
    printer.tell({ type: 'play-started', verb, run, tenant, nodes: names, phases: ['observe'] })
    for (const text of warnings) printer.tell({ type: 'warning', text })
    const connectDeadline = manifest.rollout.deadlines.connect
    const connect = connector({ connectDeadline, signal: context.interruption.aborting })
    const seen = await play({ context, connect, leaseRequest: leaseRequestOf(run, verb) })
    const interrupted = context.interruption.stopping.aborted
    const about = { verb, manifest: wishes.manifest, tenant, startedAt, interrupted, warnings } as const
    const all = nodes.map((node) => seen.get(node.name) ?? unseen(node, context.roster))
    return { ...about, milliseconds: context.elapsed(), nodes: all }
  } finally {
    close()
    await printer.end()
  }
}

/** A node of which nothing is known, and why. */
function unseen({ name, groups }: Node, roster: Roster): NodeStatus {
  const { failure } = roster.report(name)
  const nothing = { node: name, groups, drift: [], releases: [], journal: [] }
  if (failure === undefined || failure.reason === 'aborted') return { ...nothing, state: 'interrupted' }
  return { ...nothing, state: 'unreached', failure }
}
