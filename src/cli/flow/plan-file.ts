import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { RunArguments } from '../../journal/entry.ts'
import { type PinnedNode, type Report, VERDICTS } from '../../model/report.ts'
import { failed, type Result, success } from '../../model/result.ts'
import type { Pinned } from '../../model/saved-plan.ts'
import { CAMPAIGN_VERBS, type CampaignVerb } from '../../model/verb.ts'
import { writeFiles } from '../../report/files/report-files.ts'
import { isRecord, type JsonRecord, jsonRecord, listOf, textOf } from '../../values/json.ts'

/** The version of a saved plan's shape. */
const FORMAT = 1

/** A plan as it is in a file: which verb applies it, by which options, and what it holds on to. */
export interface SavedPlan extends Pinned {
  readonly verb: CampaignVerb
  readonly wishes: RunArguments
}

/** Pure: what of a report can be applied later: the nodes that could be planned for. */
export function savedPlan(report: Report, wishes: RunArguments): SavedPlan {
  const nodes = report.nodes.flatMap(({ node, pinned, failure }) =>
    pinned === undefined || failure !== undefined ? [] : [[node, pinned] as const],
  )
  return {
    verb: CAMPAIGN_VERBS.find((verb) => verb === report.verb) ?? 'rollout',
    wishes,
    nodes: new Map(nodes),
    batches: report.rollout?.batches.map((batch) => batch.nodes) ?? [],
  }
}

/** Pure: the text of its file. It holds no secrets. */
export function planText({ verb, wishes, nodes, batches }: SavedPlan): string {
  const listed = [...nodes].map(([node, pinned]) => ({ node, ...pinned }))
  return `${JSON.stringify({ format: FORMAT, verb, wishes, batches, nodes: listed }, undefined, 2)}\n`
}

/** Pure: a saved plan read back; undefined where the text is none, or of a format that is not known. */
export function parsePlan(text: string): SavedPlan | undefined {
  const record = jsonRecord(text)
  const verb = CAMPAIGN_VERBS.find((known) => known === record?.['verb'])
  if (record?.['format'] !== FORMAT || verb === undefined) return undefined
  const nodes = listOf(record, 'nodes').map((node) => (isRecord(node) ? nodeOf(node) : undefined))
  if (nodes.length === 0 || !nodes.every((node) => node !== undefined)) return undefined
  const batches = listOf(record, 'batches').map((batch) => (Array.isArray(batch) ? batch.map(String) : []))
  return { verb, wishes: wishesIn(record), nodes: new Map(nodes), batches }
}

function nodeOf(record: JsonRecord): readonly [string, PinnedNode] | undefined {
  const [node, generation] = [textOf(record, 'node'), textOf(record, 'generation')]
  const verdict = VERDICTS.find((known) => known === record['verdict'])
  if (node === '' || generation === '' || verdict === undefined) return undefined
  return [node, { verdict, generation, ...textsIn(record, ['current', 'container', 'image']) }]
}

function wishesIn(record: JsonRecord): RunArguments {
  const wishes = record['wishes']
  return isRecord(wishes)
    ? textsIn(wishes, ['limit', 'image', 'batches', 'maxFailures', 'rollback', 'to'])
    : {}
}

function textsIn<K extends string>(record: JsonRecord, keys: readonly K[]): { readonly [key in K]?: string } {
  const entries = keys.flatMap((key) => {
    const value = record[key]
    return typeof value === 'string' ? [[key, value] as const] : []
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those that were asked for
  return Object.fromEntries(entries) as { readonly [key in K]?: string }
}

/** Write a plan whole or not at all. Rejects where it cannot. */
export async function writePlan(file: string, plan: SavedPlan): Promise<readonly string[]> {
  return writeFiles(new Map([[basename(file), planText(plan)]]), dirname(resolve(file)))
}

/** Read a plan for this verb to apply. Fails with why it cannot, and what to do. */
export async function readPlan(file: string, verb: string): Promise<Result<SavedPlan, string>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return failed(`--plan: ${error instanceof Error ? error.message : String(error)}`)
  }
  const plan = parsePlan(text)
  if (plan === undefined)
    return failed(`--plan: ${file} is no plan of this version; save one with plan --out ${file}`)
  if (plan.verb !== verb) return failed(`--plan: ${file} is a plan of ${plan.verb}; apply it by that verb`)
  return success(plan)
}
