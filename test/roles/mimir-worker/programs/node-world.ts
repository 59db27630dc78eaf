import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import { type ProgramOutput, readProgramOutput } from '../../../../roles/mimir-worker/node/program-output.ts'
import type { Failure } from '../../../../src/model/failure.ts'
import type { Result } from '../../../../src/model/result.ts'
import { PROGRAM_STARTED, wholeProgram } from '../../../../src/remote/execution/program.ts'
import { posixQuote } from '../../../../src/shell/posix-quote.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import type { Shell } from '../../../remote/shells.ts'

/** What a fake command says. `run` is a line of sh that it runs before. */
export interface Said {
  readonly stdout?: string
  readonly stderr?: string
  readonly exit?: number
  readonly run?: string
  /** It is no call that a test counts: a question that changes nothing. */
  readonly quiet?: boolean
}

/** Whole command lines, with blanks between the words; a `*` stands for anything. */
export type Told = Readonly<Record<string, Said>>

/** What an engine answers that has every image and no container of the worker's, and that compose reaches. */
export const QUESTIONS: Told = {
  'docker --version': { quiet: true, stdout: 'Docker version 26.1.5, build a72d7cd' },
  'docker ps *--quiet --no-trunc --filter *': { quiet: true },
  'docker container inspect --format {{.Id}} *': { quiet: true, exit: 1, stderr: 'Error: No such container' },
  'docker image inspect *': { quiet: true },
  'docker compose --env-file /dev/null -p *ps -q': { quiet: true },
  'docker-compose --env-file .no-env -p *ps -q': { quiet: true },
}

/** A folder that a node-side program takes for its node: its directory, and the only commands that it finds. */
export interface World {
  readonly root: string
  /** worker.directory */
  readonly directory: string
  /** Tell the fake commands what to say from now on; nothing else than this is answered. */
  tell(told: Told): void
  /** Put a command on the PATH: a real one of this machine, or an sh script. */
  provide(name: string, script?: string): void
  /** Take a command off the PATH. */
  withdraw(name: string): void
  /** Run a program as the transport does: whole, or not at all. */
  run(shell: Shell, program: string): Ran
  /** The same without waiting for its end. */
  start(shell: Shell, program: string): Promise<Ran>
  /** Run what waits on the node to go back by itself, as if its time had come. */
  autoRevert(shell: Shell, token: string): Ran
  /** Run whatever a shell reads on its stdin. */
  runRaw(shell: Shell, stdin: string): Ran
  /** Command lines that the fakes were asked since the last call, in order. */
  calls(): string[]
  /** Process ids of what waits in its directory to go back by itself. */
  timers(): number[]
  /** Ends what waits there. */
  stopTimers(): void
  remove(): void
}

export interface Ran {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** All that a program may count on, besides the fakes: coreutils, findutils, grep. */
const TOOLS =
  'base64 cat chgrp chmod chown cut date df find flock grep head id ln ls mkdir mktemp mv readlink rm rmdir sed setsid sha256sum sleep sort stat sync tail timeout tr true'.split(
    ' ',
  )

/** Commands of the engine and of iproute2, which are faked. */
const FAKES = ['docker', 'docker-compose', 'ip', 'ss']

/** The path of a real command; throws where this machine has none. */
function real(name: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
  if (found === undefined) throw new Error(`this machine has no ${name}`)
  return found
}

/** The fake: writes down how it was called, and does what it was told; what it was not told is written down too. */
function fake(root: string): string {
  return `#!/bin/sh
call="\${0##*/} $*"
record() { printf '%s\\n' "$call" >>${root}/calls; }
. ${root}/told
record
printf '%s\\n' "$call" >>${root}/not-told
exit 99
`
}

function toldScript(told: Told): string {
  const cases = Object.entries(told).map(
    ([call, { stdout = '', stderr = '', exit = 0, run = ':', quiet }]) => {
      const pattern = call
        .split('*')
        .map((part) => (part === '' ? '' : posixQuote(part)))
        .join('*')
      return `${pattern})\n${quiet === true ? ':' : 'record'}\n${run}\nprintf %s ${posixQuote(stdout)}\nprintf %s ${posixQuote(stderr)} >&2\nexit ${exit}\n;;`
    },
  )
  return `case $call in\n${cases.join('\n')}\nesac\n`
}

export function nodeWorld(): World {
  const root = mkdtempSync(join(tmpdir(), 'node world-'))
  const quiet = root.replaceAll(' ', '\\ ')
  const bin = join(root, 'bin')
  mkdirSync(bin)
  const provide = (name: string, script?: string): void => {
    rmSync(join(bin, name), { force: true })
    if (script === undefined) symlinkSync(real(name), join(bin, name))
    else {
      writeFileSync(join(bin, name), script)
      chmodSync(join(bin, name), 0o755)
    }
  }
  for (const name of TOOLS) provide(name)
  // What a program leaves behind on a node runs by the node's own sh: here by the shell that is tried.
  const provided = (shell: Shell): Shell => {
    const [file, ...before] = shell.argv
    const words = [isAbsolute(file) ? file : real(file), ...before].map(posixQuote)
    provide('sh', `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`)
    return shell
  }
  for (const name of FAKES) provide(name, fake(quiet))
  const tell = (told: Told): void => writeFileSync(join(root, 'told'), toldScript(told))
  tell({})
  return {
    root,
    directory: join(root, 'opt', 'mimir-worker'),
    tell,
    provide,
    withdraw: (name) => rmSync(join(bin, name)),
    run: (shell, program) => runIn(root, provided(shell), wholeProgram(inside(program, root), false)),
    start: async (shell, program) =>
      startIn(root, provided(shell), wholeProgram(inside(program, root), false)),
    autoRevert: (shell, token) => runIn(root, provided(shell), '', [autoRevertIn(root), token, '0']),
    runRaw: (shell, stdin) => runIn(root, shell, stdin),
    calls: () => takeCalls(root),
    timers: () => timersIn(root),
    stopTimers: () => stopTimers(root),
    remove: () => {
      stopTimers(root)
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function timersIn(root: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && commandOf(name).some((word) => word === autoRevertIn(root)))
    .map(Number)
    .filter((pid) => sessionOf(pid) === pid)
}

/** What a shell has just forked has its words, but not a session of its own. */
export function sessionOf(pid: number): number | undefined {
  try {
    const [, , , session] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /u, '')
      .split(' ')
    return Number(session)
  } catch {
    return undefined
  }
}

const autoRevertIn = (root: string): string => join(root, 'opt', 'mimir-worker', '.auto-revert')

/** The words that a process was started with; none where it has ended. */
function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/** Each leads a process group of its own, in which it sleeps. A busy machine takes its time to end what was killed. */
function stopTimers(root: string): void {
  const timers = timersIn(root)
  for (const pid of timers) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
  const until = performance.now() + 10_000
  for (const pid of timers) {
    while (commandOf(String(pid)).includes(autoRevertIn(root)) && performance.now() < until)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
  }
}

async function startIn(root: string, { argv: [file, ...before] }: Shell, input: string): Promise<Ran> {
  const child = spawn(isAbsolute(file) ? file : real(file), [...before, '-s'], {
    env: { PATH: join(root, 'bin') },
    cwd: root,
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  child.stdin.end(input)
  await once(child, 'close')
  const stdout = output.stdout.replace(PROGRAM_STARTED, '')
  return { exitCode: child.exitCode, signal: child.signalCode, stdout, stderr: output.stderr }
}

function runIn(root: string, { argv: [file, ...before] }: Shell, input: string, words = ['-s']): Ran {
  // A session of its own, as sshd gives one, so that a program can be killed with all that it has started.
  const child = spawnSync(real('setsid'), [isAbsolute(file) ? file : real(file), ...before, ...words], {
    input,
    env: { PATH: join(root, 'bin') },
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  const stdout = child.stdout.replace(PROGRAM_STARTED, '')
  return { exitCode: child.status, signal: child.signal, stdout, stderr: child.stderr }
}

/**
 * The program without the common folders of commands that it adds to the PATH: here is only what was provided. Where a
 * real node has systemd, this one has what a test puts there.
 */
function inside(program: string, root: string): string {
  return program
    .replaceAll(/^PATH=\$PATH:.*$/gmu, '')
    .replaceAll('/run/systemd/system', `${root.replaceAll(' ', '\\ ')}/systemd`)
    .replaceAll('/etc/systemd/system', `${root.replaceAll(' ', '\\ ')}/units`)
}

/** Throws where a fake was asked what it was not told. */
function takeCalls(root: string): string[] {
  const lines = (name: string): string[] => {
    const file = join(root, name)
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    rmSync(file, { force: true })
    return text.split('\n').slice(0, -1)
  }
  const [calls, surprises] = [lines('calls'), lines('not-told')]
  if (surprises.length > 0) throw new Error(`not told what to answer:\n${surprises.join('\n')}`)
  return calls
}

/** What a run answered, with the reason of a failure that it reported as its own word. */
export function answerOf({ stdout }: Ran): Result<ProgramOutput, string> {
  const failure = (reason: string, evidence: string): Failure => ({
    reason: 'internal',
    during: reason,
    evidence: safeText(evidence),
  })
  const answer = readProgramOutput(stdout.split('\n').slice(0, -1), 'test', failure)
  if (answer.ok) return answer
  const told = answer.failure.reason === 'internal' ? answer.failure.during : answer.failure.reason
  const evidence = 'evidence' in answer.failure ? answer.failure.evidence : ''
  return { ok: false, failure: `${told}: ${evidence}` }
}

/** The reported failure and its evidence; empty where there is none. */
export function failureOf(answer: Result<ProgramOutput, string>): string {
  return answer.ok ? '' : answer.failure
}
