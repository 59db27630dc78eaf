import type { Mimir } from '../../../src/mimir/mimir.ts'
import type { PrecheckFinding, PrecheckResult } from '../../../src/model/precheck.ts'
import { pause } from '../../../src/play/interruption.ts'
import { failing, notReached, passed, skipped } from './result.ts'
import type { ExporterSample } from './sample.ts'

/** The series that prechecks push; its value is when that was, in seconds since 1970. */
export const SERIES = 'kolla_mimir_precheck'

/** Milliseconds between two queries; a store that has not shown it at once is asked less often. */
const BETWEEN = 500
const BETWEEN_LATER = 2000
const LATER = 10_000

export interface ReadBack {
  readonly mimir: Mimir
  readonly tenant: string
  /** A tenant that must not have it; undefined where the operator forbade to ask. */
  readonly otherTenant: string | undefined
  /** Node → what was pushed from it and taken. */
  readonly pushed: ReadonlyMap<string, ExporterSample>
  /** Milliseconds: as long as a worker's samples are waited for. Some stores show only what is half a minute old. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/**
 * Asks Mimir for what the nodes pushed, all at once, until it has all of it or the deadline comes; then the other
 * tenant, once: a Mimir that keeps no tenants apart shows everything to every name.
 */
export async function readBack(order: ReadBack): Promise<Map<string, PrecheckResult>> {
  const results = await ownTenant(order)
  const { mimir, tenant, otherTenant: other, pushed, signal } = order
  if (other === undefined || ![...results.values()].some(({ state }) => state === 'passed')) return results
  const answer = await mimir(other, SERIES, signal)
  // Whoever is kept out or silent here will be judged by the checks of the workers.
  for (const { labels, value } of answer.ok ? answer.value : []) {
    const node = labels['node'] ?? ''
    if (pushed.get(node)?.value === value)
      results.set(node, failing('read-back', { kind: 'seen-by-other-tenant', tenant, other }))
  }
  return results
}

async function ownTenant(order: ReadBack): Promise<Map<string, PrecheckResult>> {
  const { mimir, tenant, pushed, deadline, signal } = order
  const began = performance.now()
  const results = new Map<string, PrecheckResult>()
  while (results.size < pushed.size) {
    const answer = await mimir(tenant, SERIES, signal)
    if (!answer.ok) return completed(order, results, { kind: 'query-failed', finding: answer.failure })
    const found = new Map(answer.value.map(({ labels, value }) => [labels['node'], value]))
    for (const [node, { value }] of pushed)
      if (found.get(node) === value) results.set(node, passed('read-back', { tenant, [SERIES]: value }))
    const waited = performance.now() - began
    if (waited >= deadline || signal.aborted)
      return completed(order, results, { kind: 'not-found-again', tenant, waited: Math.round(waited / 1000) })
    if (results.size < pushed.size) await pause(betweenAfter(waited), signal)
  }
  return results
}

function betweenAfter(waited: number): number {
  return waited < LATER ? BETWEEN : BETWEEN_LATER
}

/** The others have all the same finding. */
function completed(
  { pushed }: ReadBack,
  results: Map<string, PrecheckResult>,
  finding: PrecheckFinding,
): Map<string, PrecheckResult> {
  for (const node of pushed.keys()) if (!results.has(node)) results.set(node, failing('read-back', finding))
  return results
}

/** For a node whose sample was not taken. */
export function nothingToReadBack(push: PrecheckResult | undefined): PrecheckResult {
  return push?.state === 'skipped' && push.finding.kind === 'no-tool'
    ? skipped('read-back', push.finding)
    : notReached('read-back', 'push')
}
