import type { HookEnd, HookName } from '../../../model/hook.ts'
import { lastLine, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'

const REMEDIES: Readonly<Record<HookName, string>> = {
  before: 'mend it, or `rollout.hooks.before` of the manifest, and run again: no node was touched',
  after_batch:
    'see what it found; the batch stays as it was proven, and no other was begun. Then go on with `--resume last`',
  after: 'the nodes are as they shall be; do by hand what it should have done',
  on_failure: 'what became of the nodes stands in this report; do by hand what it should have done',
}

/** What became of the operator's own commands, where a run had to wait for them. */
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
      return `ended with exit code ${end.exitCode}`
    case 'killed':
      return `was killed by ${end.signal}`
    case 'late':
      return `had not ended after ${end.seconds} s, and was ended`
    case 'aborted':
      return 'was ended by the interruption'
    case 'not-run':
      return `could not be run: ${end.reason}`
  }
}
