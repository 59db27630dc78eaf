import type { Command } from '../../model/host.ts'
import { posixQuote } from '../../shell/posix-quote.ts'

/** Printed when the login shell runs what it was given; everything before it is that shell's own chatter. */
export const SHELL_STARTED = '@kolla-mimir:shell@\n'

/** Printed when a shell of the user that the program is meant for waits for it. */
export const USER_REACHED = '@kolla-mimir:user@\n'

/** Printed when the program was read whole and runs. */
export const PROGRAM_STARTED = '@kolla-mimir:program@\n'

/** Seconds that the node waits longer than we do, so that it is our clock that decides. */
const NODE_LAG = 1

/**
 * A program for the stdin of `sh -s`, of which either everything runs or nothing: the shell must have read the
 * closing brace before it runs the first line. Commands inside see an empty stdin, for ours ends with the program.
 * With `watched`, an end of stdin before the end of the program ends the whole process group.
 * Throws a RangeError on NUL, which shells drop silently.
 */
export function wholeProgram(program: string, watched: boolean): string {
  if (program.includes('\0')) throw new RangeError('a shell program cannot hold a NUL character')
  const main = `main() {\n:\n${program}\n}`
  const start = `LC_ALL=C.UTF-8; export LC_ALL\necho ${posixQuote(PROGRAM_STARTED.trimEnd())}`
  const run = watched ? WATCHED_RUN : 'main </dev/null\nexit $?'
  return `{\n${main}\n${start}\n${run}\n}\n`
}

/** `read` instead of `cat`: a shell without children dies at once when the program is done and kills it. */
const WATCHED_RUN = `exec 3<&0 </dev/null
(
while read -r _ <&3; do :; done
kill -TERM 0
) >/dev/null 2>&1 &
watchdog=$!
( main ) 3<&-
status=$?
kill "$watchdog" 2>/dev/null
exit "$status"`

/** A command as a login shell is to be given it: the line, and what goes to its stdin. */
export interface Launched {
  readonly line: string
  readonly stdin: string
  /** Stdin stays open until the end, so that its end shows the node that this side is gone. */
  readonly watched: boolean
}

/** With `sudo`, as root through `sudo -n`. Throws a RangeError on NUL in the program. */
export function launch({ program, deadline, cancellable = false }: Command, sudo: boolean): Launched {
  return { line: launchLine(deadline, sudo), stdin: wholeProgram(program, cancellable), watched: cancellable }
}

/**
 * The command line that is handed to the login shell, whichever that is: no quote, backslash, newline or `!` inside
 * its one quoted word, so that sh, csh and fish read it alike. `timeout` ends what would outlive our deadline.
 */
function launchLine(deadline: number, sudo: boolean): string {
  const seconds = Math.ceil(deadline / 1000) + NODE_LAG
  const shell = [
    `echo ${USER_REACHED.trimEnd()}`,
    'if timeout -k 5 5 true </dev/null >/dev/null 2>&1',
    `then exec timeout -k 5 ${seconds} sh -s`,
    'else exec sh -s',
    'fi',
  ].join('; ')
  const asUser = sudo ? `exec env LC_ALL=C sudo -n -- sh -c "${shell}"` : shell
  return `exec sh -c ${posixQuote(`echo ${SHELL_STARTED.trimEnd()}; ${asUser}`)}`
}
