import { counted, said } from '../../format.ts'
import type { FailureWords } from '../../types/failures.ts'
import { refusals } from '../remote-write-errors.ts'

const HOW = {
  stuck: {
    what: 'and nothing went through meanwhile',
    cure: 'see whether the master is well, then run again',
  },
  slow: {
    what: 'though it sends',
    cure: 'after an outage it catches up by itself: run again in some minutes',
  },
} as const

/** Why a worker was not stopped: it had too much left to send. */
export const queueFailures = {
  'queue-not-drained': ({ how, samples, lag, waited, refusal }) => {
    const why = refusal === undefined ? '' : `; ${refusals[refusal.cause].what}${said(refusal.evidence)}`
    const cure = refusal === undefined ? HOW[how].cure : `${refusals[refusal.cause].cure}; then run again`
    return {
      what: `a restart would lose about ${counted(samples)} samples, so nothing was changed: after ${waited} s sending is still ${lag} s behind, ${HOW[how].what}${why}`,
      cure: `${cure}. A longer rollout.drain waits longer; 0s does not wait, and loses them`,
    }
  },
} satisfies Partial<FailureWords>
