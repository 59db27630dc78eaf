import { failed, type Result, success } from '../../model/result.ts'
import { runShell, type ShellEnd } from '../../shell/run-shell.ts'
import { safeLine } from '../../values/safe-text.ts'

const LARGEST = 64 * 1024
const SECONDS = 30

/**
 * Runs a shell command for the secret that it prints on stdout. Always settles; a late command's whole process group
 * is ended. The failure completes the sentence "the command …" and shows only what was printed on stderr.
 */
export async function runCommand(
  command: string,
  folder: string,
  seconds: number = SECONDS,
): Promise<Result<string, string>> {
  const [stdout, stderr] = [collector(), collector()]
  const end = await runShell({
    command,
    folder,
    milliseconds: seconds * 1000,
    patience: 0,
    stdout: stdout.add,
    stderr: stderr.add,
  })
  const why = failureOf(end, { seconds, said: safeLine(stderr.text() ?? '') })
  if (why !== undefined) return failed(why)
  const text = stdout.text()
  return text === undefined ? failed(`printed more than ${LARGEST} bytes`) : success(text)
}

interface Collector {
  readonly add: (chunk: Buffer) => void
  /** What was printed; undefined when that was too much. */
  readonly text: () => string | undefined
}

function collector(): Collector {
  const chunks: Buffer[] = []
  let size = 0
  return {
    add: (chunk) => {
      size += chunk.length
      if (size <= LARGEST) chunks.push(chunk)
    },
    text: () => (size > LARGEST ? undefined : Buffer.concat(chunks).toString('utf8')),
  }
}

function failureOf(
  end: ShellEnd,
  { seconds, said }: { readonly seconds: number; readonly said: string },
): string | undefined {
  const because = said === '' ? '' : `: ${said}`
  switch (end.how) {
    case 'exited':
      return end.exitCode === 0 ? undefined : `exited ${end.exitCode}${because}`
    case 'killed':
      return `was ended by ${end.signal}${because}`
    case 'not-run':
      return `cannot be run: ${safeLine(end.why)}`
    case 'late':
    case 'aborted':
      return `did not end within ${seconds} s`
  }
}
