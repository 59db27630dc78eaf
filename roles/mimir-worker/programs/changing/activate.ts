import type { Verdict } from '../../../../src/model/report.ts'
import type { Result } from '../../../../src/model/result.ts'
import { endpoint } from '../../../../src/values/endpoint.ts'
import type { Facts } from '../../node/facts.ts'
import type { ProgramOutput } from '../../node/program-output.ts'
import { failedWrites, repairedLogs } from '../../node/wal.ts'
import type { Listen } from '../../worker/vars.ts'
import { type LeasedOrder, runWithLease } from '../lease/run-with-lease.ts'

export interface ActivateOrder extends LeasedOrder {
  /** Of a generation that was staged, or has been on the node before. */
  readonly generation: string
  readonly action: Action
  /** How the worker gets back to what it ran before. */
  readonly back: WayBack
  /** Seconds after which the node reverts on its own unless it is confirmed. */
  readonly window: number
  /** Where the worker of this node listens; a worker to be repaired is awaited there. */
  readonly listen?: Listen
}

/**
 * SIGHUP to the worker that runs, `compose up` for one that does not, or a new container in its place; `mend` starts
 * that once more where it had to repair its log, so that the worker that stays began with a whole one.
 */
export type Action = 'reload' | 'start' | 'replace' | 'mend'

/**
 * The gentlest action that brings the node where its verdict says. A container that is there and does not run is
 * replaced, not started: after a full disk the engine may list it as running, and `compose up` then does nothing.
 */
export function actionFor(verdict: Exclude<Verdict, 'noop'>, facts: Facts): Action {
  const status = facts.container?.status
  if (verdict === 'reload') return 'reload'
  if (status === undefined) return 'start'
  if (status !== 'running' || failedWrites(facts) > 0) return 'mend'
  if (repairedLogs(facts) > 0) return 'replace'
  // What takes a new container is not always in its description: names that it took from the node at its start are not.
  if (verdict === 'recreate') return 'replace'
  if (verdict !== 'repair') return 'start'
  const onDisk = facts.files.onDisk.get('prometheus.yml')
  return facts.files.seenByProcess.get('prometheus.yml') === onDisk ? 'reload' : 'replace'
}

/** Whether an action ends the process that runs, and with it all that this has not sent. */
export function stopsWorker(action: Action, { container }: Facts): boolean {
  return action !== 'reload' && container?.status === 'running'
}

/** What lets the worker run with the generation before again. */
export type WayBack = 'reload' | 'replace'

/**
 * A container that was reloaded is reloaded again. One that was started has the new configuration loaded, also where
 * its description stayed the same and compose would find nothing to do: only a new container surely has the old one.
 */
export function autoRevertFrom(action: Action): WayBack {
  return action === 'reload' ? 'reload' : 'replace'
}

/**
 * Swap `current` to a generation on the node and let the worker run with it. Where there is one to go back to, the
 * node does so on its own when the window has passed without a `confirm`.
 */
export async function activate(order: ActivateOrder): Promise<Result<ProgramOutput>> {
  const { generation, action, back, window, listen } = order
  const variables = {
    GENERATION: generation,
    ACTION: action,
    BACK: back,
    WINDOW: String(Math.ceil(window)),
    LISTEN: listen === undefined ? '' : endpoint(listen),
  }
  return runWithLease(order, { title: action === 'reload' ? 'reload' : 'start', name: 'activate', variables })
}
