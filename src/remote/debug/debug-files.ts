import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command, Exit, Host } from '../../model/host.ts'
import type { Result } from '../../model/result.ts'
import { revealedSecrets } from '../../values/secret.ts'
import { masked } from './masked.ts'

/** The files of one run, from which one can see what it did to its nodes. */
export interface DebugFiles {
  readonly folder: string
  /** The same host, of which every program and every answer is kept. */
  readonly watch: (host: Host) => Host
  /** Why something could not be kept; undefined where all of it was. */
  readonly problem: () => string | undefined
}

/** Readable by their owner only. */
const FOLDER = { recursive: true, mode: 0o700 } as const
const FILE = { mode: 0o600 } as const

/**
 * Keeps, below a folder, `NODE/NUMBER-TITLE.program.sh` and `NODE/NUMBER-TITLE.answer.txt` of every program, and a line
 * of index.jsonl for each: sizes in bytes, times in milliseconds, exit code or failure. Secrets are dots. A file that
 * cannot be written is no failure of the run.
 */
export function debugFiles(folder: string): DebugFiles {
  const began = performance.now()
  let programs = 0
  let problem: string | undefined
  const keep = async (write: () => Promise<unknown>): Promise<void> => {
    try {
      await write()
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error)
    }
  }
  const exec = async (host: Host, command: Command): Promise<Result<Exit>> => {
    programs += 1
    const name = `${String(programs).padStart(4, '0')}-${asFileName(command.title)}`
    const file = join(folder, asFileName(host.name), name)
    const from = performance.now()
    await keep(async () => {
      await mkdir(join(folder, asFileName(host.name)), FOLDER)
      await writeFile(`${file}.program.sh`, hidden(command.program), FILE)
    })
    const result = await host.exec(command)
    const entry = { node: host.name, title: command.title, program: command.program, result }
    const times = { from: Math.round(from - began), took: Math.round(performance.now() - from) }
    await keep(async () => {
      await writeFile(`${file}.answer.txt`, answerText(result), FILE)
      await appendFile(join(folder, 'index.jsonl'), indexLine(entry, name, times), FILE)
    })
    return result
  }
  return {
    folder,
    watch: (host) => ({
      name: host.name,
      exec: async (command) => exec(host, command),
      close: async () => host.close(),
    }),
    problem: () => problem,
  }
}

function hidden(text: string): string {
  return masked(text, revealedSecrets())
}

/** What a node wrote; both streams are bounded by the Host already. */
function answerText(result: Result<Exit>): string {
  if (!result.ok) return hidden(`${JSON.stringify(result.failure, undefined, 2)}\n`)
  const { exitCode, stdout, stderr } = result.value
  return hidden(`exit code ${exitCode}\n\n--- stdout\n${stdout}\n--- stderr\n${stderr}\n`)
}

interface Entry {
  readonly node: string
  readonly title: string
  readonly program: string
  readonly result: Result<Exit>
}

function indexLine(
  { node, title, program, result }: Entry,
  file: string,
  times: { readonly from: number; readonly took: number },
): string {
  const bytes = (text: string): number => Buffer.byteLength(text)
  const outcome = result.ok
    ? {
        exitCode: result.value.exitCode,
        stdout: bytes(result.value.stdout),
        stderr: bytes(result.value.stderr),
      }
    : { failure: result.failure.reason }
  return hidden(`${JSON.stringify({ node, file, title, ...times, program: bytes(program), ...outcome })}\n`)
}

/** Titles have spaces and images in them, and nothing of a name may lead out of its folder. */
function asFileName(text: string): string {
  return text
    .replaceAll(/[^\w.-]+/gu, '-')
    .replace(/^\.+/u, '_')
    .slice(0, 80)
}
