import { createInterface } from 'node:readline/promises'
import type { DestroyMessages } from '../messages/types/destroy.ts'
import { EXIT } from './command-line/exit-code.ts'

/** A terminal to ask on. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/** What was typed; or that the operator interrupted (Ctrl-C, or `signal`), or closed the input (Ctrl-D). */
export type Answer = { readonly typed: string } | 'interrupted' | 'closed'

/** Ask once whether to remove; undefined for a yes, else the exit code. */
export async function confirmRemoval(
  question: string,
  words: DestroyMessages,
  terminal: Terminal,
): Promise<number | undefined> {
  const { stdin, stderr } = terminal
  if (stdin.isTTY !== true) {
    stderr.write(`${words.noTerminal}\n`)
    return EXIT.wrongInput
  }
  const answer = await ask(question, terminal)
  if (typeof answer === 'object' && answer.typed.trim() === words.yes) return undefined
  stderr.write(`${words.declined}\n`)
  return typeof answer === 'object' ? EXIT.nodeFailed : EXIT.interrupted
}

/** Ask one question and wait for its line. */
export async function ask(
  question: string,
  { stdin, stderr }: Terminal,
  signal?: AbortSignal,
): Promise<Answer> {
  const lines = createInterface({ input: stdin, output: stderr, terminal: true })
  const left = new AbortController()
  let end: 'interrupted' | 'closed' = 'closed'
  const interrupt = (): void => {
    end = 'interrupted'
    left.abort()
  }
  lines.on('SIGINT', interrupt)
  lines.on('close', () => left.abort())
  signal?.addEventListener('abort', interrupt, { once: true })
  if (signal?.aborted === true) interrupt()
  try {
    return { typed: await lines.question(question, { signal: left.signal }) }
  } catch {
    stderr.write('\n')
    return end
  } finally {
    signal?.removeEventListener('abort', interrupt)
    lines.close()
  }
}
