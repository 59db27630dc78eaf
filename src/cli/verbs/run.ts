import { dirname, resolve } from 'node:path'
import type { HookSettings } from '../../manifest/settings.ts'
import type { Language } from '../../messages/language.ts'
import type { Printer } from '../../model/event.ts'
import type { HookRun } from '../../model/hook.ts'
import type { Node } from '../../model/node.ts'
import type { PhaseName, Report, Rollout } from '../../model/report.ts'
import type { RunContext } from '../../play/phase.ts'
import type { Prepared } from '../../play/role.ts'
import { connector } from '../../remote/connect.ts'
import { hookJson } from '../../report/files/hook-json.ts'
import { defined } from '../../values/defined.ts'
import type { SafeText } from '../../values/safe-text.ts'
import { EXIT, exitCode } from '../command-line/exit-code.ts'
import { hasHooks, type OpenHooks, openHooks, plannedHooks } from '../hooks.ts'
import { leaseRequestOf } from '../lease-request.ts'
import { openRunContext } from '../run-context.ts'
import { runName } from '../run-name.ts'
import type { RunRecord } from '../run-record.ts'
import { version } from '../version.ts'

/** A play that was prepared, and what surrounds it. */
export interface RunOrder {
  readonly verb: string
  /** Not there for a verb that changes nothing. */
  readonly record?: RunRecord
  readonly phases: readonly PhaseName[]
  readonly manifest: string
  readonly tenant: string
  readonly nodes: readonly Node[]
  readonly play: NonNullable<Prepared<Rollout | undefined>['play']>
  readonly parallel: number
  /** Milliseconds until a connection must stand. */
  readonly connectDeadline: number
  readonly language: Language
  readonly printer: Printer
  readonly warnings: readonly SafeText[]
  /** What is run on this machine around it, and what those commands are told of the run beside its report. */
  readonly hooks: {
    readonly settings: HookSettings
    readonly resumes?: string
    readonly reason?: string
  }
}

/** Run a prepared play to its end, whatever happens on the way, and give its report. */
export async function run(order: RunOrder): Promise<Report> {
  const { printer, record } = order
  const startedAt = record?.startedAt ?? new Date().toISOString()
  const { context, close } = openRunContext(order)
  const about = { run: record?.run ?? runName(startedAt), startedAt }
  let rollout: Rollout | undefined
  const soFar = (): Report => reportOf(order, context, about, { rollout, hooks: hooks?.ran() ?? [] })
  const hooks: OpenHooks | undefined = hooksOf(order, context, soFar)
  try {
    announce(order, about.run)
    const connect = connector({
      connectDeadline: order.connectDeadline,
      signal: context.interruption.aborting,
    })
    rollout = await order.play({
      context,
      connect,
      leaseRequest: record?.leaseRequest ?? leaseRequestOf(about.run, order.verb),
      ...defined({ isDead: record?.isDead, hooks }),
    })
    const report = await closed(soFar(), order, hooks, context)
    await record?.journal.write({ type: 'ended', how: rollout?.ending ?? 'complete' })
    for (const node of report.nodes) printer.tell({ type: 'node-settled', report: node })
    printer.tell({ type: 'play-finished', report })
    return report
  } finally {
    close()
    await record?.journal.close()
    await printer.end()
  }
}

/** Only where nodes are changed, and where there are any. */
function hooksOf(order: RunOrder, context: RunContext, soFar: () => Report): OpenHooks | undefined {
  const { settings, ...why } = order.hooks
  if (order.record === undefined || !hasHooks(settings)) return undefined
  const manifest = resolve(order.manifest)
  const about = { version: version(), manifest, ...why }
  const { run: name } = order.record
  return openHooks({
    settings,
    folder: dirname(manifest),
    context,
    env: { ...process.env, KOLLA_MIMIR_RUN: name, KOLLA_MIMIR_VERB: order.verb },
    document: (moment) => hookJson(soFar(), moment, about, order.language),
  })
}

/** The hooks learn how the run ended; what becomes of them changes nothing of that, and is told. */
async function closed(
  came: Report,
  { hooks: { settings } }: RunOrder,
  hooks: OpenHooks | undefined,
  context: RunContext,
): Promise<Report> {
  if (hooks === undefined) return came.dryRun === true ? withHooks(came, plannedHooks(settings, came)) : came
  const code = exitCode(came)
  const moment = { hook: code === EXIT.done ? 'after' : 'on_failure', exitCode: code } as const
  const ran = await hooks.run(moment)
  const doubts = ran.ok ? [] : [context.describe({ kind: 'failed', failure: ran.failure })]
  const warnings = [...came.warnings, ...doubts]
  return withHooks({ ...came, milliseconds: context.elapsed(), warnings }, hooks.ran())
}

function withHooks(report: Report, hooks: readonly HookRun[]): Report {
  return hooks.length === 0 ? report : { ...report, hooks }
}

function announce({ verb, phases, tenant, nodes, printer, warnings }: RunOrder, id: string): void {
  printer.tell({
    type: 'play-started',
    verb,
    run: id,
    tenant,
    nodes: nodes.map(({ name }) => name),
    phases,
  })
  for (const text of warnings) printer.tell({ type: 'warning', text })
}

function reportOf(
  { verb, manifest, tenant, warnings, phases }: RunOrder,
  { roster, elapsed, interruption }: RunContext,
  about: Pick<Report, 'run' | 'startedAt'>,
  { rollout, hooks }: { readonly rollout: Rollout | undefined; readonly hooks: readonly HookRun[] },
): Report {
  const report = {
    ...about,
    verb,
    manifest,
    tenant,
    milliseconds: elapsed(),
    interrupted: interruption.stopping.aborted,
    warnings,
    ...(phases.at(-1) === 'plan' ? { dryRun: true as const } : {}),
    ...defined({ rollout }),
    nodes: roster.reports(),
  }
  return withHooks(report, hooks)
}
