import type { Printer } from '../model/event.ts'
import type { Node } from '../model/node.ts'
import type { Course, PhaseName, Report } from '../model/report.ts'
import type { SafeText } from '../model/safe-text.ts'
import type { Interruption } from '../play/interruption.ts'
import type { Prepared } from '../play/role.ts'
import type { Roster } from '../play/roster.ts'
import { connector } from '../remote/connect.ts'
import type { Language } from '../words/language.ts'
import { claimOf } from './claim.ts'
import type { Ledger } from './ledger.ts'
import { runName } from './run-name.ts'
import { openStage } from './stage.ts'

/** A play that was prepared, and what surrounds it. */
export interface RunOrder {
  readonly verb: string
  /** Not there for a verb that changes nothing. */
  readonly ledger?: Ledger
  readonly phases: readonly PhaseName[]
  readonly manifest: string
  readonly tenant: string
  readonly nodes: readonly Node[]
  readonly play: NonNullable<Prepared<Course | undefined>['play']>
  readonly parallel: number
  /** Milliseconds until a connection must stand. */
  readonly connectDeadline: number
  readonly language: Language
  readonly printer: Printer
  readonly warnings: readonly SafeText[]
}

/** Run a prepared play to its end, whatever happens on the way, and give its report. */
export async function run(order: RunOrder): Promise<Report> {
  const { printer } = order
  const { ledger } = order
  const startedAt = ledger?.startedAt ?? new Date().toISOString()
  const { stage, close } = openStage(order)
  const { roster: people, interruption: wishes } = stage
  const about = { run: ledger?.run ?? runName(startedAt), startedAt }
  try {
    announce(order, about.run)
    const connect = connector({ connectDeadline: order.connectDeadline, signal: wishes.aborting })
    const course = await order.play({
      stage,
      connect,
      claim: ledger?.claim ?? claimOf(about.run, order.verb),
      ...(ledger === undefined ? {} : { isDead: ledger.isDead }),
    })
    const report = reportOf(order, people, { ...about, milliseconds: stage.elapsed(), wishes, course })
    await ledger?.journal.write({ type: 'ended', how: course?.ending ?? 'complete' })
    for (const node of report.nodes) printer.tell({ type: 'node-settled', report: node })
    printer.tell({ type: 'play-finished', report })
    return report
  } finally {
    close()
    await ledger?.journal.close()
    await printer.end()
  }
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

interface Circumstances {
  readonly run: string
  readonly startedAt: string
  readonly milliseconds: number
  readonly wishes: Interruption
  readonly course: Course | undefined
}

function reportOf(order: RunOrder, people: Roster, about: Circumstances): Report {
  const { verb, manifest, tenant, warnings, phases } = order
  const { run: name, startedAt, milliseconds, wishes, course } = about
  const interrupted = wishes.stopping.aborted
  return {
    run: name,
    verb,
    manifest,
    tenant,
    startedAt,
    milliseconds,
    interrupted,
    warnings,
    ...(phases.at(-1) === 'plan' ? { dryRun: true as const } : {}),
    ...(course === undefined ? {} : { course }),
    nodes: people.reports(),
  }
}
