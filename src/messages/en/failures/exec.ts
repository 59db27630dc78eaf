import { SSHD_LOG, said } from '../../format.ts'
import type { FailureMessages, FailureOf } from '../../types/failures.ts'

/** Why a command on a node did not end normally. */
export const execFailures = {
  'connection-lost': ({ during, evidence }) => ({
    problem: `the connection was lost during \`${during}\`${said(evidence)}`,
    remedy:
      'check the network and whether the node was rebooted, then run again; finished work is not repeated',
  }),
  deadline: ({ during, seconds, evidence }) => ({
    problem: `\`${during}\` did not finish within ${seconds} s${said(evidence)}`,
    remedy:
      'find what hangs on the node (`ps axf`, `dmesg -T | tail`, disks and network mounts), then run again',
  }),
  'not-started': (failure) => ({
    problem: `the login as ${failure.user} did not run \`${failure.during}\`: ${notStarted(failure)}${said(failure.evidence)}`,
    remedy: NOT_STARTED[failure.stage],
  }),
  aborted: ({ during }) => ({
    problem: `stopped during \`${during}\``,
    remedy: 'run again; it continues from the state that it finds',
  }),
  'no-exit-status': ({ during, evidence }) => ({
    problem: `\`${during}\` ended without an exit status${said(evidence)}`,
    remedy: `sshd or the node was restarted, or the connection was cut: check \`last -x | head\` and ${SSHD_LOG} on the node; then run again`,
  }),
  killed: ({ during, signal, evidence }) => ({
    problem: `\`${during}\` was killed by ${signal}${said(evidence)}`,
    remedy: 'usually the node is out of memory: `dmesg -T | grep -iE "oom|killed process"` on the node',
  }),
  'command-failed': ({ during, exitCode, evidence }) => ({
    problem: `\`${during}\` exited with code ${exitCode}${said(evidence)}`,
    remedy: 'fix the error that the output names on the node, then run again',
  }),
  'unreadable-answer': ({ during, evidence }) => ({
    problem: `the output of \`${during}\` cannot be parsed${said(evidence)}`,
    remedy:
      'make sure that the login prints nothing: `ssh NODE true` must have no output (check ForceCommand, .bashrc and .profile)',
  }),
  internal: ({ during, evidence }) => ({
    problem: `internal error during \`${during}\`${said(evidence)}`,
    remedy:
      'this is a bug in kolla-mimir, not a fault of the node; please report it together with report.json',
  }),
  'journal-failed': ({ path, evidence }) => ({
    problem: `the journal ${path} cannot be written${said(evidence)}; no change is begun that is not in the journal, and what was begun is still verified or rolled back`,
    remedy:
      'free space or fix the permissions there, or name another directory with --state-dir; then run again',
  }),
} satisfies Partial<FailureMessages>

type NotStarted = FailureOf<'not-started'>

function notStarted({ stage, exitCode, seconds }: NotStarted): string {
  if (seconds === undefined) return `${ANSWERING[stage]} exited with code ${exitCode ?? 0}`
  return `${ANSWERING[stage]} did not start it within ${seconds} s`
}

const ANSWERING: Readonly<Record<NotStarted['stage'], string>> = {
  login: 'the program that answered the login',
  shell: 'sudo',
  user: 'the shell',
}

const NOT_STARTED: Readonly<Record<NotStarted['stage'], string>> = {
  login:
    'a forced command, a login shell that runs nothing, or a start-up file of the login shell (.bashrc, /etc/bash.bashrc) that reads stdin or waits: correct it on the node, or name another user: ssh.user in the manifest, or ansible_user in the inventory',
  shell:
    'check on the node, as that user, what sudo waits for: `sudo -n true`; or name another user with ssh.user in the manifest',
  user: 'a start-up file of the login shell (.bashrc, /etc/bash.bashrc) may read stdin, through which the program is sent: make it return if there is no terminal: `[ -t 0 ] || return`',
}
