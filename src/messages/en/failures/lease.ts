import { installing, instant, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

/** The lease that keeps runs apart on a node, and the timer that reverts the node. */
export const leaseFailures = {
  'lease-held': ({ run, holder, purpose, since, left }) => ({
    problem: `another run holds the lease: ${holder} (run ${run}, ${purpose}, since ${instant(since)})`,
    remedy: `wait until that run ends; if it is dead, its lease expires in ${left} s, and --break-lease REASON takes it at once`,
  }),
  'lease-lost': ({ run, holder, since }) => ({
    problem:
      run === ''
        ? 'the lease on the node is gone'
        : `this run no longer holds the lease; its last holder was ${holder} (run ${run}, since ${instant(since)})`,
    remedy:
      'another run took it, or the node auto-reverted because it was not confirmed in time; run again when no other run is active',
  }),
  'lock-busy': ({ path }) => ({
    problem: `another program on the node has held ${path} for a minute`,
    remedy: `to find it: \`fuser -v ${quoted(path)}\` on the node; run again when it has ended`,
  }),
  'tool-missing': ({ tool }) => ({
    problem: `${tool} is not installed on the node`,
    remedy: `install it on the node: ${installing(tool)}`,
  }),
  'removal-failed': ({ thing, evidence }) => ({
    problem: `the ${thing} could not be removed${said(evidence)}`,
    remedy: 'find what uses it, then run `destroy` again; it continues where it stopped',
  }),
  'timer-failed': ({ evidence }) => ({
    problem: `the auto-revert timer could not be set, so nothing was activated${said(evidence)}`,
    remedy:
      'try on the node the commands that the timer uses: `setsid sleep 1`, `systemd-run --on-active=1 true`',
  }),
  'generation-missing': ({ directory, generation }) => ({
    problem: `generation ${generation} is not on the node`,
    remedy: `list the generations on the node: \`ls -lt ${quoted(`${directory}/releases`)}\`; name one with --to, or run \`rollout\``,
  }),
} satisfies Partial<FailureMessages>
