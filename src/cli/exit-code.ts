import type { Report } from '../model/report.ts'

/** What the process says to its caller; the same numbers in --help and in the README. */
export const EXIT = {
  done: 0,
  nodeFailed: 1,
  wrongInput: 2,
  changesFound: 3,
  leaseHeld: 4,
  internal: 70,
  interrupted: 130,
} as const

/** The exit code comes from the report alone: every node verified, held by another run, or not verified. */
export function exitCode(report: Report): number {
  if (report.interrupted) return EXIT.interrupted
  if (report.nodes.some(({ failure }) => failure?.reason === 'lease-held')) return EXIT.leaseHeld
  return report.nodes.length > 0 && report.nodes.every(({ state }) => state === 'verified')
    ? EXIT.done
    : EXIT.nodeFailed
}
