import { type SpawnOptions, spawn } from 'node:child_process'

export interface RunOptions {
  readonly cwd?: string
  /** Added to this process's environment; LC_ALL=C is always set. */
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds; the command is killed after them. */
  readonly timeout?: number
  readonly input?: string
}

export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end and gives its standard output. Throws an Error that quotes the command and its complaint. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const finished = await attempt(program, args, options)
  if (finished.exitCode === 0) return finished.stdout
  throw new Error(complaint(program, args, finished))
}

/** Runs a program to its end, whatever its exit code. A signal counts as 128 + 9, a missing program as 127. */
export function attempt(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, spawnOptions(options))
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', (error) => resolve({ exitCode: 127, stdout: '', stderr: error.message }))
    child.on('close', (code) =>
      resolve({
        exitCode: code ?? 137,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    )
    // A program that ends without reading its input is no error of ours: its exit code speaks.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input ?? '')
  })
}

function spawnOptions(options: RunOptions): SpawnOptions {
  return {
    env: { ...process.env, LC_ALL: 'C', ...options.env },
    stdio: 'pipe',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout, killSignal: 'SIGKILL' }),
  }
}

function complaint(program: string, args: readonly string[], finished: Finished): string {
  const said = (finished.stderr.trim() || finished.stdout.trim()).split('\n').slice(-8).join('\n')
  return `\`${[program, ...args].join(' ')}\` exited ${finished.exitCode}: ${said || 'it said nothing'}`
}
