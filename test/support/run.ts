import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Verb } from '../../src/model/verb.ts'
import type { WordedNode, WordedReport } from '../../src/report/files/json.ts'
import { projectDirectory } from '../lab/base/project.ts'

/** What an operator has when a run has ended. */
export interface RunResult {
  /** Of npx: 128 and the signal's number where a signal ended it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds that it took. */
  readonly took: number
}

/** A verb that was started. */
export interface RunningVerb {
  readonly ended: Promise<RunResult>
  /** Settles when stderr has shown this; rejects when the run ends, or two minutes pass, without it. */
  waitForOutput(text: string): Promise<void>
  /** As a terminal does for Ctrl-C: to npx, zx and all they started. */
  signalAll(signal: NodeJS.Signals): void
  /** As a supervisor does: to the process that it started, and to no other. */
  signalNpx(signal: NodeJS.Signals): void
}

const OUTPUT_TIMEOUT = 120_000
const RUN_TIMEOUT = 300_000
const NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** Starts `npx zx scripts/VERB.mjs MANIFEST OPTIONS` in the project's directory. */
export function start(verb: Verb, manifest: string, ...options: readonly string[]): RunningVerb {
  return launch('npx', ['zx', `scripts/${verb}.mjs`, manifest, ...options], manifest)
}

/** The same up to its end, by the program that npx finds: npx alone takes a third of the time of a short run. */
export async function run(verb: Verb, manifest: string, ...options: readonly string[]): Promise<RunResult> {
  return launch('node_modules/.bin/zx', [`scripts/${verb}.mjs`, manifest, ...options], manifest).ended
}

function launch(program: string, words: readonly string[], manifest: string): RunningVerb {
  const began = performance.now()
  const child = spawn(program, words, {
    cwd: projectDirectory,
    detached: true,
    env: { ...process.env, LC_ALL: 'C.UTF-8', KOLLA_MIMIR_STATE: join(dirname(resolve(manifest)), 'state') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  const ended = end(child, output, began)
  return {
    ended,
    waitForOutput: async (text) => waitFor(text, output, child.stderr),
    signalAll: (signal) => void process.kill(-(child.pid ?? 0), signal),
    signalNpx: (signal) => void child.kill(signal),
  }
}

/** A rollout from its start to its end. */
export async function rollout(manifest: string, ...options: readonly string[]): Promise<RunResult> {
  return run('rollout', manifest, ...options)
}

/** A rollout that has to succeed before a test can begin. */
export async function rolloutOrThrow(manifest: string): Promise<void> {
  const { exitCode, stderr } = await rollout(manifest)
  if (exitCode !== 0) throw new Error(`the rollout before this test ended with ${exitCode}:\n${stderr}`)
}

/** Settles only when no process holds stdout and stderr any more: npx may end long before what it started. */
async function end(child: ChildProcess, output: Output, began: number): Promise<RunResult> {
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), RUN_TIMEOUT)
  await once(child, 'close')
  clearTimeout(timer)
  return {
    exitCode: child.exitCode ?? 128 + (NUMBERS[child.signalCode ?? 'SIGKILL'] ?? 0),
    ...output,
    took: performance.now() - began,
  }
}

interface Output {
  readonly stdout: string
  readonly stderr: string
}

async function waitFor(text: string, output: Output, stderr: Readable): Promise<void> {
  const waiting = new AbortController()
  const timer = setTimeout(() => waiting.abort(), OUTPUT_TIMEOUT)
  try {
    const chunks = on(stderr, 'data', { close: ['end'], signal: waiting.signal })
    while (!output.stderr.includes(text) && !stderr.readableEnded && !(await chunks.next()).done);
  } catch {
    // The timeout: what was printed instead is in the error below.
  } finally {
    clearTimeout(timer)
  }
  if (!output.stderr.includes(text))
    throw new Error(`the run never printed ${JSON.stringify(text)}:\n${output.stderr}`)
}

/** The report that `--output json` printed. Throws where stdout is not just that. */
export function reportOf({ stdout, stderr }: RunResult): WordedReport {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what is in it
    return JSON.parse(stdout) as WordedReport
  } catch {
    throw new Error(`stdout is no report:\n${stdout}\nstderr:\n${stderr}`)
  }
}

/** One node of a report; throws where it is not in it. */
export function nodeOf(report: WordedReport, name: string): WordedNode {
  const node = report.nodes.find((candidate) => candidate.node === name)
  if (node === undefined) throw new Error(`the report has no ${name}`)
  return node
}

/** Whether stderr has this text, wherever its lines are broken. */
export function stderrIncludes({ stderr }: RunResult, text: string): boolean {
  return stderr.replaceAll(/\s+/gu, '').includes(text.replaceAll(/\s+/gu, ''))
}

/** The messages and remedies of a run's report that are not on stderr. */
export function missingOnStderr(ended: RunResult): string[] {
  const sentences = reportOf(ended).nodes.flatMap(({ message, remedy }) => [message, remedy])
  return sentences
    .filter((sentence) => sentence !== undefined)
    .filter((sentence) => !stderrIncludes(ended, sentence))
}

interface Outcome {
  readonly exitCode: number
  readonly nodes: Readonly<Record<string, unknown>>
}

/** Pure: what is expected of a run; of a node, `verified noop` or a matcher of such text. */
export function outcome(exitCode: number, nodes: Readonly<Record<string, unknown>>): Outcome {
  return { exitCode, nodes }
}

/** The exit code, and node → state, verdict and message: `verified noop`, `failed: …`. */
export function outcomeOf(ended: RunResult): Outcome {
  const textOf = ({ state, verdict, message }: WordedNode): string =>
    `${state}${verdict === undefined ? '' : ` ${verdict}`}${message === undefined ? '' : `: ${message}`}`
  const nodes: Record<string, string> = {}
  for (const node of reportOf(ended).nodes) nodes[node.node] = textOf(node)
  return { exitCode: ended.exitCode, nodes }
}
