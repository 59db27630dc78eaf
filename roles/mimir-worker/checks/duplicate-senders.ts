import type { CheckResult } from '../../../src/model/check.ts'
import { crowdedScrapes } from './completeness.ts'
import type { Evidence } from './evidence.ts'
import { passed, waiting } from './result.ts'
import { nodesStartedAt, sameMoment } from './same-process.ts'

/** A clock that is set makes one pair of samples close; a second sender that scrapes the same targets makes many. */
const CROWDED = 2

/**
 * Exactly one process sends under this node's name. Two with equal labels are silently mixed into one series, or
 * refuse each other's samples; both look healthy on the nodes. One that was started after the node's own is no process
 * of before, even where it is all that is seen. It may end on its own: the window moves on.
 */
export function fleet(evidence: Evidence): CheckResult {
  const { arrival, facts, starts, vars } = evidence
  if (arrival === undefined || 'queryError' in arrival) {
    return waiting('fleet', { kind: 'not-reached', after: 'arrival' })
  }
  const { senders } = arrival
  if ('queryError' in senders) return waiting('fleet', senders.queryError)
  const { processes, jumps } = senders
  if (processes === 0) return waiting('fleet', { kind: 'not-arrived', missing: [vars.node] })
  const started = facts.worker?.startTime ?? 0
  const foreign = senders.starts.filter((start) => !sameMoment(start, started))
  const others = nodesStartedAt(foreign, starts, vars.node)
  const younger = foreign.some((start) => start > started)
  const crowded = crowdedScrapes(evidence)
  if (processes > 1 || jumps > 0 || others.length > 0 || younger || crowded >= CROWDED) {
    // One series shows one process at a time, however many write into it.
    const least = Math.max(2, processes)
    return waiting('fleet', {
      kind: 'two-senders',
      processes: least,
      jumps,
      others,
      ...(crowded === 0 ? {} : { crowded }),
    })
  }
  return passed('fleet', { processes, jumps })
}
