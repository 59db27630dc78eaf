import { said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

/** Why a command on a node did not come to an ordinary end. */
export const execFailures = {
  'connection-lost': ({ during, evidence }) => ({
    problem: `the connection broke during \`${during}\`${said(evidence)}`,
    remedy:
      'check the network and whether the node was rebooted, then run again: what is done already is found as it is',
  }),
  deadline: ({ during, seconds, evidence }) => ({
    problem: `\`${during}\` had not ended after ${seconds} s${said(evidence)}`,
    remedy:
      'look for what hangs on the node (`ps axf`, `dmesg -T | tail`, disks and network mounts), then run again',
  }),
  aborted: ({ during }) => ({
    problem: `stopped during \`${during}\``,
    remedy: 'run again: it goes on from what it finds',
  }),
  'no-exit-status': ({ during, evidence }) => ({
    problem: `\`${during}\` ended without an exit status${said(evidence)}`,
    remedy:
      'sshd or the node was restarted or cut off meanwhile: `last -x | head` and `journalctl -u ssh -n 20` on the node; then run again',
  }),
  killed: ({ during, signal, evidence }) => ({
    problem: `\`${during}\` was killed by ${signal}${said(evidence)}`,
    remedy: 'the usual cause is a lack of memory: `dmesg -T | grep -iE "oom|killed process"` on the node',
  }),
  'command-failed': ({ during, exitCode, evidence }) => ({
    problem: `\`${during}\` ended with exit code ${exitCode}${said(evidence)}`,
    remedy: 'what the node said names the cause; mend it there and run again',
  }),
  'unreadable-answer': ({ during, evidence }) => ({
    problem: `the answer of \`${during}\` cannot be read${said(evidence)}`,
    remedy:
      'see that the login prints nothing of its own: `ssh NODE true` must stay silent (ForceCommand, .bashrc and .profile are the usual places)',
  }),
  internal: ({ during, evidence }) => ({
    problem: `internal error during \`${during}\`${said(evidence)}`,
    remedy: 'this is a fault of kolla-mimir, not of the node: please report it together with report.json',
  }),
  'journal-failed': ({ path, evidence }) => ({
    problem: `the journal ${path} cannot be written${said(evidence)}; nothing is done that is not written down first`,
    remedy: 'make room or mend the rights there, or name another folder with --state-dir; then run again',
  }),
} satisfies Partial<FailureMessages>
