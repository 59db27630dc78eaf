import { counted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'
import { remoteWriteErrors } from '../remote-write-errors.ts'

const HOW = {
  stuck: {
    what: 'and nothing was sent meanwhile',
    remedy: 'check whether Mimir is healthy, then run again',
  },
  slow: {
    what: 'although the worker is sending',
    remedy: 'after an outage the worker catches up on its own; run again in a few minutes',
  },
} as const

/** Why a worker was not stopped: it had too many samples left to send. */
export const queueFailures = {
  'queue-not-drained': ({ how, samples, lag, waited, refusal }) => {
    const why =
      refusal === undefined ? '' : `; ${remoteWriteErrors[refusal.cause].problem}${said(refusal.evidence)}`
    const remedy =
      refusal === undefined ? HOW[how].remedy : `${remoteWriteErrors[refusal.cause].remedy}; then run again`
    return {
      problem: `a restart would lose about ${counted(samples)} samples, so nothing was changed: after ${waited} s sending is still ${lag} s behind, ${HOW[how].what}${why}`,
      remedy: `${remedy}. A longer rollout.drain waits longer; 0s does not wait and loses the samples`,
    }
  },
} satisfies Partial<FailureMessages>
