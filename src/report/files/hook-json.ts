import type { Language } from '../../messages/language.ts'
import type { Failure } from '../../model/failure.ts'
import type { HookMoment, HookName } from '../../model/hook.ts'
import type { Ending, NodeState, Report, Verdict } from '../../model/report.ts'
import type { SafeText } from '../../values/safe-text.ts'
import { safeJson } from '../text/safe-json.ts'
import { type WordedNode, type WordedReport, wordedReport } from './json.ts'

/** The version of the shape in schemas/hook.schema.json; it rises when a reader could stumble. */
const HOOK_FORMAT = 1

/** What the report does not tell of a run. */
export interface HookContext {
  /** Of kolla-mimir. */
  readonly version: string
  /** The manifest's absolute path. */
  readonly manifest: string
  /** The run that this one goes on with. */
  readonly resumes?: string
  /** What `--reason` says. */
  readonly reason?: string
}

/** What a hook reads on its stdin. What the report has as well has the report's name. */
interface HookDocument extends HookContext {
  readonly format: typeof HOOK_FORMAT
  readonly language: Language
  readonly hook: HookName
  readonly run: string
  readonly verb: string
  readonly tenant: string
  readonly startedAt: string
  readonly batch?: { readonly number: number; readonly of: number; readonly nodes: readonly HookNode[] }
  readonly exitCode?: number
  readonly interrupted?: boolean
  readonly ending?: Ending
  readonly stopReason?: SafeText
  readonly totals?: WordedReport['totals']
  readonly nodes: readonly HookNode[]
}

interface HookNode {
  readonly node: string
  /** `pending`: not brought to its end yet. */
  readonly state: NodeState | 'pending'
  readonly verdict?: Verdict
  readonly generation?: string
  readonly previous?: string
  readonly failure?: { readonly reason: Failure['reason'] }
  readonly message?: string
}

/** The JSON for a hook, of what the report would say if the run ended now; one line. Holds no secret. */
export function hookJson(
  report: Report,
  moment: HookMoment,
  context: HookContext,
  language: Language,
): string {
  return `${safeJson(documentOf(wordedReport(report, language), moment, context))}\n`
}

function documentOf(report: WordedReport, moment: HookMoment, context: HookContext): HookDocument {
  const { language, run, verb, tenant, startedAt } = report
  const { version, ...about } = context
  const over = 'exitCode' in moment
  const nodes = report.nodes.map((node) => nodeOf(node, over))
  const head = { format: HOOK_FORMAT, version, language, hook: moment.hook, run, verb, ...about } as const
  return { ...head, tenant, startedAt, ...momentOf(report, moment, nodes), nodes }
}

/** What belongs to this moment alone. */
function momentOf(
  { interrupted, rollout, totals }: WordedReport,
  moment: HookMoment,
  nodes: readonly HookNode[],
): Partial<HookDocument> {
  if (moment.hook === 'before') return {}
  if (moment.hook === 'after_batch') {
    const names = new Set(moment.nodes)
    const its = nodes.filter(({ node }) => names.has(node))
    return { batch: { number: moment.batch, of: moment.of, nodes: its } }
  }
  const { ending, reason } = rollout ?? {}
  return {
    exitCode: moment.exitCode,
    interrupted,
    ...(ending === undefined ? {} : { ending }),
    ...(reason === undefined ? {} : { stopReason: reason }),
    totals,
  }
}

/** While a run goes on, whoever waits for his turn or for his proof is neither untouched nor interrupted. */
function nodeOf(
  { node, state, verdict, generation, previous, failure, message }: WordedNode,
  over: boolean,
): HookNode {
  const waits = !over && (state === 'untouched' || state === 'interrupted')
  return {
    node,
    state: waits ? 'pending' : state,
    ...(verdict === undefined ? {} : { verdict }),
    ...(generation === undefined ? {} : { generation }),
    ...(previous === undefined ? {} : { previous }),
    ...(failure === undefined ? {} : { failure: { reason: failure.reason } }),
    ...(message === undefined ? {} : { message }),
  }
}
