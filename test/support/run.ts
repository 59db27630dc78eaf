import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Verb } from '../../src/model/verb.ts'
import type { WordedNode, WordedReport } from '../../src/report/files/json.ts'
import { projectDirectory } from '../lab/base/project.ts'

/** What an operator had in hand when a run had ended. */
export interface Ended {
  /** Of npx: 128 and the signal's number where a signal ended it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds. */
  readonly took: number
}

/** A run that was typed. */
export interface Running {
  readonly ended: Promise<Ended>
  /** Settles when stderr has shown this; rejects when the run ends, or two minutes pass, without it. */
  says(text: string): Promise<void>
  /** As a terminal does for Ctrl-C: to npx, zx and all they started. */
  signalAll(signal: NodeJS.Signals): void
  /** As a supervisor does: to the process that it started, and to no other. */
  signalNpx(signal: NodeJS.Signals): void
}

const PATIENCE = 120_000
const LONGEST = 300_000
const NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

export function start(manifest: string, ...options: readonly string[]): Running {
  return type('rollout', manifest, ...options)
}

/** Types `npx zx scripts/VERB.mjs MANIFEST OPTIONS` in the project's directory. */
export function type(verb: Verb, manifest: string, ...options: readonly string[]): Running {
  return launch('npx', ['zx', `scripts/${verb}.mjs`, manifest, ...options], manifest)
}

/** The same up to its end, by the program that npx finds: npx alone takes a third of the time of a short run. */
export async function run(verb: Verb, manifest: string, ...options: readonly string[]): Promise<Ended> {
  return launch('node_modules/.bin/zx', [`scripts/${verb}.mjs`, manifest, ...options], manifest).ended
}

function launch(program: string, words: readonly string[], manifest: string): Running {
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
    says: async (text) => waitFor(text, output, child.stderr),
    signalAll: (signal) => void process.kill(-(child.pid ?? 0), signal),
    signalNpx: (signal) => void child.kill(signal),
  }
}

/** A rollout from its start to its end. */
export async function rollout(manifest: string, ...options: readonly string[]): Promise<Ended> {
  return run('rollout', manifest, ...options)
}

/** A rollout that has to succeed before a test can begin. */
export async function settle(manifest: string): Promise<void> {
  const { exitCode, stderr } = await rollout(manifest)
  if (exitCode !== 0) throw new Error(`the rollout before this test ended with ${exitCode}:\n${stderr}`)
}

/** Ends only when nobody holds stdout and stderr any more: npx may be gone long before what it started. */
async function end(child: ChildProcess, output: Output, began: number): Promise<Ended> {
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), LONGEST)
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
  const timer = setTimeout(() => waiting.abort(), PATIENCE)
  try {
    const said = on(stderr, 'data', { close: ['end'], signal: waiting.signal })
    while (!output.stderr.includes(text) && !stderr.readableEnded && !(await said.next()).done);
  } catch {
    // Too late: what was said instead is told below.
  } finally {
    clearTimeout(timer)
  }
  if (!output.stderr.includes(text))
    throw new Error(`the rollout never said ${JSON.stringify(text)}:\n${output.stderr}`)
}

/** The report that `--output json` printed. Throws where stdout is not just that. */
export function reportOf({ stdout, stderr }: Ended): WordedReport {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what is in it
    return JSON.parse(stdout) as WordedReport
  } catch {
    throw new Error(`stdout is no report:\n${stdout}\nstderr:\n${stderr}`)
  }
}

/** One node of a report; throws where it is not in it. */
export function nodeOf(report: WordedReport, name: string): WordedNode {
  const node = report.nodes.find((one) => one.node === name)
  if (node === undefined) throw new Error(`the report has no ${name}`)
  return node
}

/** Whether people were told this, however it was wrapped. */
export function tells({ stderr }: Ended, text: string): boolean {
  return stderr.replaceAll(/\s+/gu, '').includes(text.replaceAll(/\s+/gu, ''))
}

/** The messages and remedies of a run's report that people were not told on stderr. */
export function untold(ended: Ended): string[] {
  const sentences = reportOf(ended).nodes.flatMap(({ message, remedy }) => [message, remedy])
  return sentences.filter((sentence) => sentence !== undefined).filter((sentence) => !tells(ended, sentence))
}

interface Outcome {
  readonly exitCode: number
  readonly nodes: Readonly<Record<string, unknown>>
}

/** Pure: what is expected of a run; of a node, `verified noop` or a matcher of such words. */
export function outcome(exitCode: number, nodes: Readonly<Record<string, unknown>>): Outcome {
  return { exitCode, nodes }
}

/** The exit code, and node → how it ended, what it had needed and what is wrong: `verified noop`, `failed: …`. */
export function outcomeOf(ended: Ended): Outcome {
  const words = ({ state, verdict, message }: WordedNode): string =>
    `${state}${verdict === undefined ? '' : ` ${verdict}`}${message === undefined ? '' : `: ${message}`}`
  const nodes: Record<string, string> = {}
  for (const node of reportOf(ended).nodes) nodes[node.node] = words(node)
  return { exitCode: ended.exitCode, nodes }
}
