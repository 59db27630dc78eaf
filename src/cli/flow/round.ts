import { dirname, resolve } from 'node:path'
import type { Printer } from '../../model/event.ts'
import type { HookRun } from '../../model/hook.ts'
import type { Report, Rollout } from '../../model/report.ts'
import { hookJson } from '../../report/files/hook-json.ts'
import { defined } from '../../values/defined.ts'
import { EXIT, exitCode } from '../command-line/exit-code.ts'
import type { Inputs } from '../inputs.ts'
import { type Run, type RunOrder, withRun } from '../run.ts'
import { type RunRecord, version } from '../run-record.ts'
import { type Approval, openApproval } from './approval.ts'
import type { FlowArguments } from './flow-arguments.ts'
import { hasHooks, type OpenHooks, openHooks, plannedHooks } from './hooks.ts'

/** A play that was prepared, and what surrounds it. */
export interface RoundOrder extends Omit<RunOrder, 'args' | 'inputs'> {
  readonly args: FlowArguments
  readonly inputs: Inputs<Rollout | undefined>
  readonly printer: Printer
  /** Not there for a verb that changes nothing. */
  readonly record?: RunRecord | undefined
}

/** One run of the flow to its end, whatever happens on the way, and its report. */
export async function runRound(order: RoundOrder): Promise<Report> {
  const { printer, record } = order
  return withRun(order, async (run) => {
    let rollout: Rollout | undefined
    const soFar = (): Report => reportOf(order, run, { rollout, hooks: hooks?.ran() ?? [] })
    const hooks: OpenHooks | undefined = hooksOf(order, run, soFar)
    const approval = approvalOf(order, run)
    rollout = await order.inputs.play({
      ...run.services,
      ...defined({ hooks, approve: approval?.approve }),
    })
    const isDeclined = approval?.isDeclined() === true
    const report = isDeclined ? soFar() : await closed(soFar(), order, hooks, run)
    const how = isDeclined ? 'declined' : (rollout?.ending ?? 'complete')
    await record?.journal.write({ type: 'ended', how })
    for (const node of report.nodes) printer.tell({ type: 'node-settled', report: node })
    printer.tell({ type: 'play-finished', report })
    return report
  })
}

/** Only where nodes are changed. */
function approvalOf(
  { args, inputs, printer, language, record }: RoundOrder,
  { context }: Run,
): Approval | undefined {
  if (record === undefined) return undefined
  const isAsked = args.yes !== true && inputs.manifest.rollout.confirmPrompt
  return isAsked ? openApproval({ context, printer, language, terminal: process }) : undefined
}

/** Only where nodes are changed, and where there are any. */
function hooksOf(order: RoundOrder, { name, context }: Run, soFar: () => Report): OpenHooks | undefined {
  const { args, inputs, language, record, verb } = order
  const { hooks: settings } = inputs.manifest.rollout
  if (record === undefined || !hasHooks(settings)) return undefined
  const manifest = resolve(args.manifest)
  const about = {
    version: version(),
    manifest,
    ...defined({ resumes: args.resume, reason: args.reason }),
  }
  return openHooks({
    settings,
    folder: dirname(manifest),
    context,
    env: { ...process.env, KOLLA_MIMIR_RUN: name, KOLLA_MIMIR_VERB: verb.name },
    document: (moment) => hookJson(soFar(), moment, about, language),
  })
}

/** The hooks are given how the run ended; what becomes of them changes nothing of that, and is reported. */
async function closed(
  report: Report,
  { inputs }: RoundOrder,
  hooks: OpenHooks | undefined,
  { context }: Run,
): Promise<Report> {
  if (hooks === undefined)
    return report.dryRun === true
      ? withHooks(report, plannedHooks(inputs.manifest.rollout.hooks, report))
      : report
  const code = exitCode(report)
  const moment = { hook: code === EXIT.done ? 'after' : 'on_failure', exitCode: code } as const
  const ran = await hooks.run(moment)
  const failures = ran.ok ? [] : [context.describe({ kind: 'failed', failure: ran.failure })]
  const warnings = [...report.warnings, ...failures]
  return withHooks({ ...report, milliseconds: context.elapsed(), warnings }, hooks.ran())
}

function withHooks(report: Report, hooks: readonly HookRun[]): Report {
  return hooks.length === 0 ? report : { ...report, hooks }
}

function reportOf(
  { verb }: RoundOrder,
  { name, context, about }: Run,
  { rollout, hooks }: { readonly rollout: Rollout | undefined; readonly hooks: readonly HookRun[] },
): Report {
  const report = {
    run: name,
    verb: verb.name,
    ...about(),
    ...(verb.phases.at(-1) === 'plan' ? { dryRun: true as const } : {}),
    ...defined({ rollout }),
    nodes: context.roster.reports(),
  }
  return withHooks(report, hooks)
}
