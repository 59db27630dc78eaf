import type { Host } from '../../../src/model/host.ts'
import type { Act } from '../../../src/model/news.ts'
import type { Verdict } from '../../../src/model/report.ts'
import type { Result } from '../../../src/model/result.ts'
import type { Answer } from '../answer.ts'
import { DEFAULTS } from '../defaults.ts'
import type { Facts } from '../facts.ts'
import { programFailure } from '../failures.ts'
import type { Generation } from '../generation.ts'
import { program } from '../programs.ts'
import { projectName, type WorkerSettings } from '../vars.ts'
import { failedWrites } from '../write-ahead-log.ts'
import { runProgram } from './run-program.ts'

/** How many generations stay on a node; the current and the previous one always do. */
const KEPT_GENERATIONS = 5

export interface ActivateOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  readonly generation: Generation
  readonly action: Action
  readonly deadline: number
  readonly signal: AbortSignal
  readonly progress: (act: Act) => void
}

/** SIGHUP to the worker that runs, `compose up` for one that does not, or a new container in its place. */
export type Action = 'reload' | 'start' | 'replace'

/**
 * The gentlest action that brings the node where its verdict says. A container that is there and does not run is
 * replaced, not started: after a full disk the engine may list it as running, and `compose up` then does nothing.
 */
export function actionFor(verdict: Exclude<Verdict, 'noop'>, facts: Facts): Action {
  const status = facts.container?.status
  if (verdict === 'reload') return 'reload'
  if (status === undefined) return 'start'
  if (status !== 'running' || failedWrites(facts) > 0) return 'replace'
  if (verdict !== 'repair') return 'start'
  const onDisk = facts.files.onDisk.get('prometheus.yml')
  return facts.files.seenByProcess.get('prometheus.yml') === onDisk ? 'reload' : 'replace'
}

/** Swap `current` to the staged generation and let the worker run with it. */
export async function activate(order: ActivateOrder): Promise<Result<Answer>> {
  const { settings, generation, action } = order
  const variables = {
    DIRECTORY: settings.directory,
    GENERATION: generation.name,
    PROJECT: projectName(settings.directory),
    SERVICE: DEFAULTS.service,
    ACTION: action === 'reload' ? 'reload' : 'start',
    RECREATE: action === 'replace' ? '--force-recreate' : '',
    KEEP: String(KEPT_GENERATIONS),
  }
  return runProgram({
    ...order,
    cancellable: false,
    title: action === 'reload' ? 'reload' : 'start',
    program: program('activate', variables),
    failure: programFailure(settings.image, settings.directory),
  })
}
