import { problemLines } from '../manifest/problems/problem-lines.ts'
import { safeLine } from '../values/safe-text.ts'
import { EXIT } from './command-line/exit-code.ts'
import type { InputProblems } from './inputs.ts'

/** Say what is wrong with the words of the command line, and where this command's help is; the exit code. */
export function printUsageErrors(problems: readonly string[], command: string): number {
  return printError(...problems, `try: ${command} --help`)
}

/** Say every problem with what was written down, with the lines that they are in; the exit code. */
export function printProblems({ problems, texts }: InputProblems): number {
  for (const line of problemLines(problems, { texts })) process.stderr.write(`${line}\n`)
  return EXIT.wrongInput
}

/** Say why a run cannot begin; the exit code. */
export function printError(...lines: readonly string[]): number {
  for (const line of lines) process.stderr.write(`${safeLine(line, 1000)}\n`)
  return EXIT.wrongInput
}

/** Say which files were written, or why they were not; whether they were. What was done on nodes is done either way. */
export async function reportWriting(writing: Promise<readonly string[]>, option: string): Promise<boolean> {
  try {
    const paths = await writing
    process.stderr.write(`${paths.map((path) => safeLine(path)).join('\n')}\n`)
    return true
  } catch (error) {
    const reason = safeLine(error instanceof Error ? error.message : String(error))
    process.stderr.write(`${option}: nothing was written: ${reason}; name a folder that can be written to\n`)
    return false
  }
}
