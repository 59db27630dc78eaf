import { problemLines } from '../manifest/problems/problem-lines.ts'
import type { Problem } from '../model/problem.ts'
import { safeLine } from '../values/safe-text.ts'
import { EXIT } from './command-line/exit-code.ts'
import type { Playbook } from './command-line/playbook.ts'

/** What is wrong with the words of the command line. */
export function correct(mistakes: readonly string[], verb: Playbook['verb']): number {
  const lines = [...mistakes.map((mistake) => safeLine(mistake)), `try: npx zx scripts/${verb}.mjs --help`]
  process.stderr.write(`${lines.join('\n')}\n`)
  return EXIT.wrongInput
}

/** Every problem at once, and nothing is dialled. */
export function refuse(problems: readonly Problem[], texts: ReadonlyMap<string, string>): number {
  for (const line of problemLines(problems, { texts })) process.stderr.write(`${line}\n`)
  return EXIT.wrongInput
}

/** Tells whether files could be written; what was done on the nodes is done either way. */
export async function kept(writing: Promise<readonly string[]>, option = '--report-dir'): Promise<boolean> {
  try {
    const paths = await writing
    process.stderr.write(`${paths.map((path) => safeLine(path)).join('\n')}\n`)
    return true
  } catch (error) {
    const why = safeLine(error instanceof Error ? error.message : String(error))
    process.stderr.write(`${option}: nothing was written: ${why}; name a folder that can be written to\n`)
    return false
  }
}
