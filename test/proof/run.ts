import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckName } from '../../src/model/check.ts'
import type { WordedReport } from '../../src/report/json.ts'
import { explainFinding } from '../../src/words/words.ts'
import type { Lab } from '../lab/lab.ts'
import { projectDirectory } from '../lab/project.ts'

/** What one check found on one node, and how it is said. */
export interface Judged {
  readonly state: string
  readonly kind: string
  /** Why the master did not take what was sent, where that was recognised. */
  readonly cause: string | undefined
  readonly english: string
  readonly korean: string
}

/** What a run said of one node. */
export interface Verdict {
  readonly exitCode: number
  readonly state: string
  readonly verdict: string | undefined
  readonly check: (name: CheckName) => Judged
  /** What is wrong with the node, in English; empty where nothing is. */
  readonly wrong: string
  /** Names of the checks that failed. */
  readonly failed: readonly string[]
}

type Keys = Readonly<Record<string, unknown>>

/** Writes a manifest of two compute nodes with frequent scrapes and no more patience than a proof needs. */
export async function manifest(lab: Lab, name: string, mimir: Keys = {}, worker: Keys = {}): Promise<string> {
  const document = {
    mimir: { url: lab.masterUrl, ...mimir },
    kolla: { configdir: 'kolla', inventory: ['multinode'] },
    ssh: { user: 'root', keys: ['id'], known_hosts: ['known_hosts'] },
    worker: { image: 'registry.lab/prom/prometheus:v2.53.3', scrape_interval: '2s', ...worker },
    rollout: { deadlines: { verify: '1s' } },
  }
  const file = join(lab.runDirectory, `${name}.yml`)
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`)
  return file
}

const LONGEST = 240_000

/** Types `npx zx scripts/VERB.mjs MANIFEST --limit NODES --output json`, and gives what it says of each node. */
export async function run(
  verb: 'rollout' | 'verify',
  file: string,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, Verdict>> {
  const words = ['zx', `scripts/${verb}.mjs`, file, '--limit', nodes.join(','), '--output', 'json']
  const { exitCode, stdout, stderr } = await ended(words)
  let report: WordedReport
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what is in it
    report = JSON.parse(stdout) as WordedReport
  } catch {
    throw new Error(`${words.join(' ')} exited ${exitCode} without a report:\n${stderr}`)
  }
  return new Map(report.nodes.map((node) => [node.node, verdictOf(exitCode, node)]))
}

/** The same for one node. */
export async function runFor(verb: 'rollout' | 'verify', file: string, node: string): Promise<Verdict> {
  const verdict = (await run(verb, file, [node])).get(node)
  if (verdict === undefined) throw new Error(`the report has no ${node}`)
  return verdict
}

async function ended(words: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const options = {
    cwd: projectDirectory,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    timeout: LONGEST,
    maxBuffer: 64 * 1024 * 1024,
  }
  return new Promise((resolve) => {
    const child = execFile('npx', words, options, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr })
    })
  })
}

function wrongOf({ message, checks }: WordedReport['nodes'][number]): string {
  const failed = checks.filter(({ state }) => state === 'failed')
  return [message ?? '', ...failed.map(({ check, message: said }) => `${check}: ${said}`)].join('; ')
}

function verdictOf(exitCode: number, node: WordedReport['nodes'][number]): Verdict {
  return {
    exitCode,
    state: node.state,
    verdict: node.verdict,
    wrong: node.state === 'verified' ? '' : wrongOf(node),
    failed: node.checks.filter(({ state }) => state === 'failed').map(({ check }) => check),
    check: (name) => {
      const result = node.checks.find(({ check }) => check === name)
      if (result === undefined)
        throw new Error(`the report has no ${name}: ${node.message ?? JSON.stringify(node.failure)}`)
      const { finding, state } = result
      const [english, korean] = (['en', 'ko'] as const).map((language) => {
        const { what, cure } = explainFinding(finding, language)
        return `${what} / ${cure}`
      })
      return {
        state,
        kind: finding.kind,
        cause: 'refusal' in finding ? finding.refusal?.cause : undefined,
        english: english ?? '',
        korean: korean ?? '',
      }
    },
  }
}
