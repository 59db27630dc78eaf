import { instant, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

/** What keeps runs apart on a node, and what brings it back by itself. */
export const leaseFailures = {
  'lease-held': ({ run, holder, purpose, since, left }) => ({
    problem: `the node is held by ${holder} (run ${run}, ${purpose}, since ${instant(since)})`,
    remedy: `wait until that run has ended; if it is dead, its lease expires in ${left} s`,
  }),
  'lease-lost': ({ run, holder, since }) => ({
    problem:
      run === ''
        ? 'the lease of the node is gone'
        : `this run does not hold the node any more: ${holder} had it last (run ${run}, since ${instant(since)})`,
    remedy:
      'either another run took it, or the node went back by itself because it was not confirmed in time; run again when nobody else is at work',
  }),
  'lock-busy': ({ path }) => ({
    problem: `another program on the node has been holding ${path} for a minute`,
    remedy: `who it is: \`fuser -v ${quoted(path)}\` on the node; run again when it has ended`,
  }),
  'tool-missing': ({ tool }) => ({
    problem: `${tool} is not on the node`,
    remedy: 'it is part of util-linux: `apt-get install util-linux`, `dnf install util-linux`',
  }),
  'removal-failed': ({ thing, evidence }) => ({
    problem: `the ${thing} could not be removed${said(evidence)}`,
    remedy: 'see what holds it, then run `destroy` again: it goes on where it was',
  }),
  'timer-failed': ({ evidence }) => ({
    problem: `the node could not be made to go back by itself, so nothing was activated${said(evidence)}`,
    remedy: 'try by hand on the node what it would do: `setsid sleep 1`, `systemd-run --on-active=1 true`',
  }),
  'generation-missing': ({ directory, generation }) => ({
    problem: `generation ${generation} does not lie on the node`,
    remedy: `those that do: \`ls -lt ${quoted(`${directory}/releases`)}\``,
  }),
} satisfies Partial<FailureMessages>
