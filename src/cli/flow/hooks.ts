import type { HookSettings } from '../../manifest/settings.ts'
import type { Failure } from '../../model/failure.ts'
import { HOOKS, type HookEnd, type HookMoment, type HookName, type HookRun } from '../../model/hook.ts'
import type { Report } from '../../model/report.ts'
import { failed, type Result, success } from '../../model/result.ts'
import type { Hooks } from '../../play/hooks.ts'
import type { RunContext } from '../../play/phase.ts'
import { runShell, type ShellEnd } from '../../shell/run-shell.ts'
import { type SafeText, safeLine, safeText } from '../../values/safe-text.ts'
import { hookOutput } from './hook-output.ts'

/** Milliseconds that a command which is told to end is given to do so. */
const PATIENCE = 5000

/** Lines that a failure has of what the command printed. */
const MOST_EVIDENCE = 4

/** What commands are run with. */
export interface HookOrder {
  readonly settings: HookSettings
  /** The folder of the manifest. */
  readonly folder: string
  readonly context: RunContext
  readonly env: NodeJS.ProcessEnv
  /** The JSON that the commands of a hook get, as things stand now. */
  readonly document: (moment: HookMoment) => string
}

/** Hooks that remember what they ran. */
export interface OpenHooks extends Hooks {
  ran(): readonly HookRun[]
}

/** The hooks of one run: shell commands of the operator's, on this machine. */
export function openHooks(order: HookOrder): OpenHooks {
  const runs: HookRun[] = []
  const run = async (moment: HookMoment): Promise<Result<void>> => {
    const stdin = order.document(moment)
    for (const command of commandsOf(order.settings, moment.hook)) {
      if (isOver(order.context, moment)) return failed(stopped(moment))
      const failure = await runCommand(order, { moment, command, stdin }, runs)
      if (failure !== undefined) return failed(failure)
    }
    return success(undefined)
  }
  return { run, ran: () => runs }
}

/** What a run by these settings would run, of a plan. */
export function plannedHooks(settings: HookSettings, { nodes }: Report): readonly HookRun[] {
  const changes = nodes.some(({ verdict }) => verdict !== undefined && verdict !== 'noop')
  const hooks: readonly HookName[] = [
    ...(changes ? (['before', 'after_batch'] as const) : []),
    'after',
    'on_failure',
  ]
  return hooks.flatMap((hook) =>
    commandsOf(settings, hook).map((command) => ({ hook, command: safeLine(command), outcome: 'planned' })),
  )
}

/** Whether there is anything to be run. */
export function hasHooks(settings: HookSettings): boolean {
  return HOOKS.some((hook) => commandsOf(settings, hook).length > 0)
}

function commandsOf(settings: HookSettings, hook: HookName): readonly string[] {
  const { before, afterBatch, after, onFailure } = settings
  return { before, after_batch: afterBatch, after, on_failure: onFailure }[hook]
}

/** The first wish to stop lets nothing new begin that belongs to the changes; what closes a run is still run. */
function isOver({ interruption }: RunContext, moment: HookMoment): boolean {
  return 'exitCode' in moment ? interruption.aborting.aborted : interruption.stopping.aborted
}

function stopped({ hook }: HookMoment): Failure {
  return { reason: 'aborted', during: `hook ${hook}` }
}

interface AskedHook {
  readonly moment: HookMoment
  readonly command: string
  readonly stdin: string
}

/** Gives why the command has to count as failed; what came of it joins `runs`. */
async function runCommand(order: HookOrder, asked: AskedHook, runs: HookRun[]): Promise<Failure | undefined> {
  const { context } = order
  const { moment } = asked
  const command = safeLine(asked.command)
  const batch = moment.hook === 'after_batch' ? { batch: moment.batch } : {}
  const about = { hook: moment.hook, ...batch, command } as const
  const begun = await context.journal?.write({ type: 'hook-begins', ...about })
  // What ends a run must not be kept from telling by a full disk.
  if (begun?.ok === false && !('exitCode' in moment)) return begun.failure
  context.tell({ type: 'notice', text: context.describe({ kind: 'hook', hook: moment.hook, command }) })
  const from = context.elapsed()
  const { end, output } = await spawnHook(order, asked)
  await context.journal?.write({ type: 'hook-ends', ...about, end })
  const isWell = end.how === 'exited' && end.exitCode === 0
  const milliseconds = context.elapsed() - from
  runs.push({ ...about, outcome: isWell ? 'done' : 'failed', end, milliseconds, output })
  if (isWell) return undefined
  const evidence = safeText(output.split('\n').slice(-MOST_EVIDENCE).join('\n'))
  const failure = { reason: 'hook-failed', hook: moment.hook, command, end, evidence } as const
  context.tell({ type: 'notice', text: context.describe({ kind: 'failed', failure }) })
  return end.how === 'aborted' ? stopped(moment) : failure
}

interface Ended {
  readonly end: HookEnd
  readonly output: SafeText
}

async function spawnHook(order: HookOrder, { moment, command, stdin }: AskedHook): Promise<Ended> {
  const { settings, folder, context, env } = order
  const printed = hookOutput((line) =>
    context.tell({ type: 'notice', text: context.describe({ kind: 'hook', hook: moment.hook, says: line }) }),
  )
  const end = await runShell({
    command,
    folder,
    env: { ...env, KOLLA_MIMIR_HOOK: moment.hook },
    stdin,
    milliseconds: settings.deadline,
    patience: PATIENCE,
    signal: context.interruption.aborting,
    stdout: printed.add,
  })
  return { end: endOf(end, settings), output: printed.end() }
}

function endOf(end: ShellEnd, { deadline }: HookSettings): HookEnd {
  if (end.how === 'late') return { how: 'late', seconds: deadline / 1000 }
  return end.how === 'not-run' ? { how: 'not-run', reason: safeLine(end.why) } : end
}
