import type { HookEnd, HookName } from '../../../model/hook.ts'
import { lastLine, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

const REMEDIES: Readonly<Record<HookName, string>> = {
  before: 'fix the hook, or `rollout.hooks.before` in the manifest, and run again; no node was changed',
  after_batch:
    'check what the hook found; this batch is verified and stays, and no other batch was started. Then continue with `--resume last`',
  after: 'the nodes are up to date; do by hand what the hook should have done',
  on_failure: 'this report shows the state of every node; do by hand what the hook should have done',
}

/** A failed hook: a command of the operator that the run had to wait for. */
export const hookFailures = {
  'hook-failed': ({ hook, command, end, evidence }) => ({
    problem: `the hook ${hook} failed: \`${command.replaceAll('`', "'")}\` ${hookEnd(end)}${said(lastLine(evidence))}`,
    remedy: REMEDIES[hook],
  }),
} satisfies Partial<FailureMessages>

/** Completes the sentence "the command …". */
export function hookEnd(end: HookEnd): string {
  switch (end.how) {
    case 'exited':
      return `exited with code ${end.exitCode}`
    case 'killed':
      return `was killed by ${end.signal}`
    case 'late':
      return `did not finish within ${end.seconds} s and was stopped`
    case 'aborted':
      return 'was stopped by the interruption'
    case 'not-run':
      return `could not be started: ${end.reason}`
  }
}
