import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { endGroup, isReaped } from './process-group.ts'

/** Milliseconds after the end of a command for which something that it left behind may still hold its output open. */
const GRACE = 500

/** One shell command of the operator's, on this machine. */
export interface ShellCommand {
  readonly command: string
  readonly folder: string
  /** Instead of our own environment. */
  readonly env?: NodeJS.ProcessEnv
  /** Without it the command sees an empty one. */
  readonly stdin?: string
  readonly milliseconds: number
  /** Milliseconds between asking its process group to end and ending it; 0 does not ask. */
  readonly patience: number
  /** Ends it as its deadline would. */
  readonly signal?: AbortSignal
  readonly stdout: (chunk: Buffer) => void
  /** Without it stderr goes where stdout goes, in the order in which both were written. */
  readonly stderr?: (chunk: Buffer) => void
}

/** The arguments after `/bin/sh -c`. */
const MERGED = 'exec 2>&1; exec /bin/sh -c "$1"'

export type ShellEnd =
  | { readonly how: 'exited'; readonly exitCode: number }
  | { readonly how: 'killed'; readonly signal: string }
  | { readonly how: 'late' }
  | { readonly how: 'aborted' }
  /** There is no such folder, or no process to be had. */
  | { readonly how: 'not-run'; readonly why: string }

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Runs a command by /bin/sh in a process group of its own. Always settles, and never rejects. */
export function runShell(order: ShellCommand): Promise<ShellEnd> {
  if (order.signal?.aborted === true) return Promise.resolve({ how: 'aborted' })
  try {
    return follow(start(order), order)
  } catch (error) {
    return Promise.resolve({ how: 'not-run', why: String(error) })
  }
}

/** Throws where no process can have such arguments. */
function start({ command, folder, env = process.env, stderr }: ShellCommand): Child {
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe']
  const words = stderr === undefined ? [MERGED, 'sh', command] : [command]
  return spawn('/bin/sh', ['-c', ...words], { cwd: folder, env, stdio, detached: true })
}

function follow(child: Child, order: ShellCommand): Promise<ShellEnd> {
  const { signal, milliseconds, patience } = order
  return new Promise((settle) => {
    let isClosed = false
    let isCut = false
    let known: ShellEnd | undefined
    let grace: NodeJS.Timeout | undefined
    const end = (how: ShellEnd): void => {
      clearTimeout(late)
      clearTimeout(grace)
      signal?.removeEventListener('abort', abort)
      release(child)
      settle(how)
    }
    // What it printed last may still be under way.
    const finish = (how: ShellEnd): void => {
      known = how
      if (isClosed) end(how)
      else grace = setTimeout(() => end(how), GRACE)
    }
    const stop = (how: 'late' | 'aborted'): void => {
      if (isCut || isReaped(child)) return
      isCut = true
      endGroup(child, patience, () => finish({ how }))
    }
    const abort = (): void => stop('aborted')
    const late = setTimeout(() => stop('late'), milliseconds)
    signal?.addEventListener('abort', abort, { once: true })
    feed(child, order)
    child.once('error', (error) => end({ how: 'not-run', why: error.message }))
    child.once('exit', () => {
      if (!isCut) finish(ending(child))
    })
    child.once('close', () => {
      isClosed = true
      if (known !== undefined) end(known)
    })
  })
}

/** A command need not read its stdin. */
function feed(child: Child, { stdin, stdout, stderr }: ShellCommand): void {
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin ?? '')
  child.stdout.on('data', stdout)
  child.stderr.on('data', stderr ?? (() => undefined))
}

function ending({ exitCode, signalCode }: Child): ShellEnd {
  return signalCode === null
    ? { how: 'exited', exitCode: exitCode ?? 0 }
    : { how: 'killed', signal: signalCode }
}

function release(child: Child): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
  child.unref()
}
