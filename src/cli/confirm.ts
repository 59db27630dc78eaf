import { createInterface } from 'node:readline/promises'
import type { DestroyMessages } from '../messages/types/destroy.ts'
import { EXIT } from './command-line/exit-code.ts'

/** A terminal to ask on. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream
}

/** Ask once whether to remove; undefined for a yes, else the exit code. */
export async function refused(
  question: string,
  words: DestroyMessages,
  { stdin, stderr }: Terminal,
): Promise<number | undefined> {
  if (stdin.isTTY !== true) {
    stderr.write(`${words.noTerminal}\n`)
    return EXIT.wrongInput
  }
  const answer = await ask(question, { stdin, stderr })
  if (answer?.trim() === words.yes) return undefined
  stderr.write(`${words.declined}\n`)
  return answer === undefined ? EXIT.interrupted : EXIT.nodeFailed
}

/** Undefined where the operator left instead of answering: Ctrl-C, Ctrl-D. */
async function ask(question: string, { stdin, stderr }: Terminal): Promise<string | undefined> {
  const lines = createInterface({ input: stdin, output: stderr, terminal: true })
  const left = new AbortController()
  lines.on('SIGINT', () => left.abort())
  lines.on('close', () => left.abort())
  try {
    return await lines.question(question, { signal: left.signal })
  } catch {
    stderr.write('\n')
    return undefined
  } finally {
    lines.close()
  }
}
