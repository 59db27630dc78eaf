import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { PrecheckName } from '../../src/model/precheck.ts'
import type { WordedPrecheck, WordedPrechecks } from '../../src/report/prechecks/json.ts'
import { projectDirectory } from '../lab/base/project.ts'

/** What an operator has in hand when the prechecks have ended. */
export interface Ended {
  readonly exitCode: number | null
  readonly stderr: string
  readonly report: WordedPrechecks
}

/** Runs `zx scripts/prechecks.mjs MANIFEST --output json OPTIONS` in the project's directory, as npx does. */
export async function prechecks(manifest: string, ...options: readonly string[]): Promise<Ended> {
  const words = ['scripts/prechecks.mjs', manifest, '--output', 'json', ...options]
  const child = spawn('node_modules/.bin/zx', words, {
    cwd: projectDirectory,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  await once(child, 'close')
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what is in it
    const report = JSON.parse(output.stdout) as WordedPrechecks
    return { exitCode: child.exitCode, stderr: output.stderr, report }
  } catch {
    throw new Error(`stdout is no report:\n${output.stdout}\nstderr:\n${output.stderr}`)
  }
}

/** One result of one node; throws where there is none. */
export function resultOf(
  { report }: Ended,
  node: string,
  name: PrecheckName,
  subject?: string,
): WordedPrecheck {
  const results = report.nodes.find((one) => one.node === node)?.results ?? []
  const found = results.find((one) => one.precheck === name && one.subject === subject)
  if (found === undefined)
    throw new Error(`${node} has no ${name} ${subject ?? ''} in ${JSON.stringify(results)}`)
  return found
}

/** `failed disk-short`, `passed good`: how a precheck ended on a node. */
export function outcomeOf(ended: Ended, node: string, name: PrecheckName, subject?: string): string {
  const { state, finding } = resultOf(ended, node, name, subject)
  return `${state} ${finding.kind === 'failure' ? finding.failure.reason : finding.kind}`
}
