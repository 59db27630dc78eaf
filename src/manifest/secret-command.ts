import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { failed, type Result, success } from '../model/result.ts'
import { safeLine } from '../model/safe-text.ts'

const LARGEST = 64 * 1024
const SECONDS = 30
/** How long after the command's end something that it left behind may still hold its stdout open. */
const GRACE = 500

type Child = ChildProcessByStdio<null, Readable, Readable>

interface Printed {
  readonly stdout: () => string | undefined
  readonly stderr: () => string | undefined
}

/**
 * Runs a shell command for the secret that it prints on stdout. Always settles; a late command's whole process group
 * is ended. The failure completes the sentence "the command …" and shows only what was printed on stderr.
 */
export function runCommand(
  command: string,
  folder: string,
  seconds: number = SECONDS,
): Promise<Result<string, string>> {
  return new Promise((settle) => {
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
    const child = spawn('/bin/sh', ['-c', command], { cwd: folder, stdio, detached: true })
    const printed: Printed = { stdout: collect(child.stdout), stderr: collect(child.stderr) }
    let grace: NodeJS.Timeout | undefined
    const end = (result: Result<string, string>): void => {
      clearTimeout(late)
      clearTimeout(grace)
      release(child)
      settle(result)
    }
    const late = setTimeout(() => {
      killGroup(child)
      end(failed(`did not end within ${seconds} s`))
    }, seconds * 1000)
    child.once('error', (error) => end(failed(`cannot be run: ${safeLine(error.message)}`)))
    child.once('exit', () => {
      grace = setTimeout(() => end(outcome(child, printed)), GRACE)
    })
    child.once('close', () => end(outcome(child, printed)))
  })
}

/** What a stream printed; undefined when that was too much. */
function collect(stream: Readable): () => string | undefined {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= LARGEST) chunks.push(chunk)
  })
  return () => (size > LARGEST ? undefined : Buffer.concat(chunks).toString('utf8'))
}

function outcome(child: Child, printed: Printed): Result<string, string> {
  const said = safeLine(printed.stderr() ?? '')
  const because = said === '' ? '' : `: ${said}`
  if (child.signalCode) return failed(`was ended by ${child.signalCode}${because}`)
  if (child.exitCode !== 0) return failed(`exited ${child.exitCode}${because}`)
  const text = printed.stdout()
  return text === undefined ? failed(`printed more than ${LARGEST} bytes`) : success(text)
}

function release(child: Child): void {
  child.stdout.destroy()
  child.stderr.destroy()
  child.unref()
}

function killGroup({ pid }: Child): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended in this very moment.
  }
}
