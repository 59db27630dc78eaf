import { type ChildProcess, spawn } from 'node:child_process'
import type { Host } from '../model/host.ts'
import { execute, type ProcessListener, type RunningProcess } from './execution/execution.ts'
import { type Launched, launch } from './execution/program.ts'

/** Milliseconds between asking a process group to end and ending it. */
const PATIENCE = 5000

export interface LocalOptions {
  /** Run as root through `sudo -n`, unless we are root. */
  readonly become: boolean
  /** What the programs see instead of our own environment. */
  readonly env?: NodeJS.ProcessEnv
}

/** This machine as a Host: the same programs through the same launch line, each in a process group of its own. */
export function createLocalHost(name: string, { become, env }: LocalOptions): Host {
  const uid = process.getuid?.()
  const sudo = become && uid !== 0
  return {
    name,
    exec: (command) =>
      execute({ command, sudo, user: process.env.USER ?? `uid ${uid}` }, (listener) =>
        spawnLocally(launch(command, sudo), env, listener),
      ),
    close: () => Promise.resolve(),
  }
}

function spawnLocally(
  launched: Launched,
  env: NodeJS.ProcessEnv | undefined,
  listener: ProcessListener,
): RunningProcess {
  const child = spawn('/bin/sh', ['-c', launched.line], { detached: true, env: env ?? process.env })
  listener.began()
  child.on('error', (error) => listener.lost('internal', error.message))
  child.stdin.on('error', () => undefined)
  child.stdout.on('data', (chunk: Buffer) => listener.stdout(chunk))
  child.stderr.on('data', (chunk: Buffer) => listener.stderr(chunk))
  child.on('exit', (exitCode, signal) => {
    if (exitCode !== null) listener.exited({ exitCode })
    else if (signal !== null) listener.exited({ signal })
  })
  child.on('close', () => listener.closed())
  if (launched.watched) child.stdin.write(launched.stdin)
  else child.stdin.end(launched.stdin)
  return {
    stop(late) {
      if (isRunning(child) && (late || launched.watched)) endGroup(child)
      for (const stream of child.stdio) stream?.destroy()
      child.unref()
    },
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** Politely first. The children of a shell are in its group and go with it. */
function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE)
  timer.unref()
  child.once('exit', () => clearTimeout(timer))
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended meanwhile, or runs as root, where the watchdog and `timeout` of the launch line end it.
  }
}
