import type { Language } from '../../src/messages/language.ts'
import type { CheckName } from '../../src/model/check.ts'
import type { WordedCheck, WordedNode, WordedReport } from '../../src/report/files/json.ts'
import { nodeOf, type RunResult, reportOf, run, stderrIncludes } from '../support/run.ts'

/** One check of one node. */
export interface Judged {
  readonly state: string
  readonly kind: string
  /** Why the master did not take what was sent, or why the container does not stay up, where that was recognised. */
  readonly cause: string | undefined
  /** What is wrong and what to do, as the report says it in each language. */
  readonly en: string
  readonly ko: string
}

/** What `verify` said of some nodes. */
export interface Verdicts {
  readonly exitCodes: readonly number[]
  check(node: string, name: CheckName): Judged
  /** Names of the checks of a node that failed. */
  failed(node: string): readonly string[]
  /** Messages and remedies of the reports that people were not told on their screens. */
  readonly untold: readonly string[]
}

/** Types `verify` once in each language, both at the same time: it only looks. */
export async function verify(inventory: string, nodes: readonly string[]): Promise<Verdicts> {
  const typed = async (language: Language): Promise<RunResult> =>
    run('verify', inventory, '--limit', nodes.join(), '--output', 'json', '--lang', language)
  const [english, korean] = await Promise.all([typed('en'), typed('ko')])
  const [en, ko] = [reportOf(english), reportOf(korean)]
  return {
    exitCodes: [english.exitCode, korean.exitCode],
    check: (node, name) => judged(checkOf(en, node, name), checkOf(ko, node, name)),
    failed: (node) => failedOf(nodeOf(en, node)),
    untold: [...untoldOf(english, en.nodes), ...untoldOf(korean, ko.nodes)],
  }
}

/** Throws where it was not for a check that the node is not proven. */
function failedOf({ node, failure, message, checks }: WordedNode): string[] {
  if (failure !== undefined && failure.reason !== 'unproven') throw new Error(`${node}: ${message}`)
  return checks.filter(({ state }) => state === 'failed').map(({ check }) => check)
}

function checkOf(report: WordedReport, node: string, name: CheckName): WordedCheck {
  const found = nodeOf(report, node)
  const result = found.checks.find(({ check }) => check === name)
  if (result === undefined) throw new Error(`the report has no ${name} of ${node}: ${found.message}`)
  return result
}

function judged(english: WordedCheck, korean: WordedCheck): Judged {
  const { state, finding } = english
  const refusal = 'refusal' in finding ? finding.refusal?.cause : undefined
  const crash = 'crash' in finding ? finding.crash?.cause : undefined
  const said = ({ message, remedy }: WordedCheck): string => `${message} / ${remedy ?? ''}`
  return { state, kind: finding.kind, cause: refusal ?? crash, en: said(english), ko: said(korean) }
}

function untoldOf(ended: RunResult, nodes: readonly WordedNode[]): string[] {
  const sentences = nodes.flatMap(({ message, remedy }) => [message, remedy])
  return sentences
    .filter((sentence) => sentence !== undefined)
    .filter((sentence) => !stderrIncludes(ended, sentence))
}
