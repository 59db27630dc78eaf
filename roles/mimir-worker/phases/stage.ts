import type { Failure } from '../../../src/model/failure.ts'
import type { Host } from '../../../src/model/host.ts'
import type { Act } from '../../../src/model/news.ts'
import type { Node } from '../../../src/model/node.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { pool, unlimited } from '../../../src/play/pool.ts'
import { came, type Fleet, type Means, type Planned } from '../fleet.ts'
import type { Lease } from '../lease.ts'
import { imageFor } from '../local-image.ts'
import { withKeys } from '../rejected-keys.ts'
import { type Staged, stage as stageNode } from '../tasks/stage.ts'

/** Milliseconds between two tries for a lease that a run has which has to give it up, and how often it is tried. */
const TRY_EVERY = 1000
const MOST_TRIES = 60

/**
 * Files and images onto every node that needs them, all at once: no service notices. Each lease that was taken is also
 * put into `leases`. Where another run holds one of these nodes, this one gives all of them up: undefined.
 */
export async function stage(
  fleet: Fleet,
  means: Means,
  planned: Map<Node, Planned>,
  leases: Map<Host, Lease>,
): Promise<Map<Node, Planned> | undefined> {
  const yielding: Yielding = { controller: new AbortController() }
  const { interruption } = means.stage
  const signal = AbortSignal.any([interruption.aborting, yielding.controller.signal])
  const stopping = AbortSignal.any([interruption.stopping, yielding.controller.signal])
  // A registry is not stormed by a fleet that needs a new image.
  const pulls = pool(fleet.course.pulls)
  const staged = await runPhase<Planned, Planned>(
    'stage',
    planned,
    async (node, input, progress) => {
      const tell = (act: Act): void => progress({ kind: 'acting', act })
      const answer = await inTurn(
        async () =>
          (needsPull(input) ? pulls : unlimited)(async () => stageOne(fleet, means, input, { signal, tell })),
        means,
        signal,
      )
      if (!answer.ok) {
        const failure = yieldTo(answer.failure, yielding)
        const { rendered } = input.plan
        return failed(rendered === undefined ? failure : withKeys(failure, node, rendered, fleet.written))
      }
      const { lease, changed } = answer.value
      leases.set(input.host, lease)
      return success(came({ ...input, lease }, changed))
    },
    { ...means.stage, interruption: { ...interruption, stopping } },
  )
  return yielding.to === undefined ? staged : undefined
}

/** What another run holds stops all; what is stopped by that is given up for the very same reason. */
export function yieldTo(failure: Failure, yielding: Yielding): Failure {
  if (failure.reason === 'lease-held') {
    yielding.to ??= failure
    yielding.controller.abort()
  }
  return failure.reason === 'aborted' ? (yielding.to ?? failure) : failure
}

/** Whether this run gives its nodes up, and to whom. */
export interface Yielding {
  readonly controller: AbortController
  to?: Failure
}

/**
 * Of two runs that want the same nodes the one that began first gets them: it waits for what the other one took
 * meanwhile, and the other one leaves. Names of runs sort by time.
 */
export async function inTurn<T>(
  once: () => Promise<Result<T>>,
  { claim }: Pick<Means, 'claim'>,
  signal: AbortSignal,
): Promise<Result<T>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await once()
    const isTaken = !answer.ok && answer.failure.reason === 'lease-held'
    if (!isTaken || answer.failure.run < claim.run || tries === MOST_TRIES) return answer
    await pause(TRY_EVERY, signal)
    if (signal.aborted) return failed({ reason: 'aborted', during: 'stage' })
  }
}

async function stageOne(
  fleet: Fleet,
  { claim }: Means,
  { host, plan }: Planned,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (act: Act) => void },
): Promise<Result<Staged>> {
  return stageNode({
    lease: { claim },
    host,
    settings: { ...fleet.settings, image: plan.vars.image },
    generation: { name: plan.generation.name, files: plan.rendered?.generation.files ?? [] },
    pull: needsPull({ plan }),
    deadline: fleet.deadlines.stage,
    signal,
    progress: tell,
  })
}

function needsPull({ plan }: Pick<Planned, 'plan'>): boolean {
  return imageFor(plan.facts.images, plan.vars.image) === undefined
}
