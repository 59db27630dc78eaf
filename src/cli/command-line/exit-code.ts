import type { Failure } from '../../model/failure.ts'
import { isRefusal } from '../../model/hook.ts'
import type { Report } from '../../model/report.ts'

/** What the process says to its caller; the same numbers in --help and in the README. */
export const EXIT = {
  done: 0,
  nodeFailed: 1,
  wrongInput: 2,
  changesFound: 3,
  leaseHeld: 4,
  unfinished: 5,
  internal: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * The exit code comes from the report alone: every node verified, held by another run, or not verified. What the
 * operator's own tests were against is not well, wherever the nodes are; hooks that close a run change nothing of it.
 */
export function exitCode(
  report: Report,
  wishes: { readonly detailed: boolean } = { detailed: false },
): number {
  if (report.interrupted) return EXIT.interrupted
  if (report.dryRun === true) return planExitCode(report, wishes)
  const failedBy = (reason: Failure['reason']): boolean =>
    report.nodes.some(({ failure }) => failure?.reason === reason)
  if (failedBy('moved')) return EXIT.wrongInput
  if (failedBy('lease-held')) return EXIT.leaseHeld
  if (report.hooks?.some(isRefusal) === true) return EXIT.nodeFailed
  return report.nodes.length > 0 && report.nodes.every(({ state }) => state === 'verified')
    ? EXIT.done
    : EXIT.nodeFailed
}

/** A plan is right where every node could be planned for; it may tell by its exit code that there is something to do. */
function planExitCode({ nodes }: Report, { detailed }: { readonly detailed: boolean }): number {
  if (nodes.some(({ verdict, failure }) => verdict === undefined || failure !== undefined))
    return EXIT.nodeFailed
  return detailed && nodes.some(({ verdict }) => verdict !== 'noop') ? EXIT.changesFound : EXIT.done
}
