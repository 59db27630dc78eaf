import type { CloudJob } from '../../../src/model/check.ts'
import { type Expectation, type ExpectedExporter, jobName } from '../exporters/jobs.ts'
import type { Facts } from '../node/facts.ts'

export interface Ballot {
  /** Once-per-cloud exporter → the nodes of the whole cloud that may scrape it, in the order of preference. */
  readonly candidates: ReadonlyMap<string, readonly string[]>
  readonly expectations: readonly Expectation[]
  /** The nodes that were reached, and what was seen there. */
  readonly observed: ReadonlyMap<string, Facts>
}

/**
 * Each once-per-cloud exporter goes to one node: to the one that has it already; else to the first candidate. A
 * candidate that this run was not to touch may have it, so nobody takes it over from that; one that could not be
 * reached is passed over.
 */
export function elect({ candidates, expectations, observed }: Ballot): Map<string, string> {
  const chosen = new Map(expectations.map(({ node, exporters }) => [node, exporters]))
  const elected = new Map<string, string>()
  for (const [name, nodes] of candidates) {
    const holder = nodes.find((node) => holds(observed.get(node), find(chosen.get(node), name)))
    const first = nodes.find(
      (node) => !chosen.has(node) || (observed.has(node) && find(chosen.get(node), name)),
    )
    const node = holder ?? first
    if (node !== undefined && chosen.has(node)) elected.set(name, node)
  }
  return elected
}

/** Whether the generation on a node has the job, under either of its names. */
function holds(facts: Facts | undefined, expected: ExpectedExporter | undefined): boolean {
  const { job, kollaJob } = expected?.exporter ?? {}
  return facts?.files.jobs.some((name) => name === job || name === kollaJob) ?? false
}

/** How the node of each job that it gives or takes stands to the others. */
export function cloudJobsOf(
  node: string,
  elected: ReadonlyMap<string, string>,
  { candidates, expectations, observed }: Ballot,
  settings: Parameters<typeof jobName>[1],
): CloudJob[] {
  const chosen = new Map(expectations.map((expectation) => [expectation.node, expectation.exporters]))
  return [...elected].flatMap(([name, holder]): CloudJob[] => {
    const expected = find(chosen.get(node), name)
    const facts = observed.get(node)
    if (expected === undefined || facts?.files.current === undefined) return []
    const { job, kollaJob } = expected.exporter
    const found = facts.files.jobs.find((one) => one === job || one === kollaJob)
    if (found !== undefined) return holder === node ? [] : [{ job: found, state: 'twice', nodes: [holder] }]
    if (holder !== node) return []
    const missing = (candidates.get(name) ?? []).filter((one) => !observed.has(one))
    return [{ job: jobName(expected.exporter, settings), state: 'nowhere', nodes: missing }]
  })
}

function find(exporters: readonly ExpectedExporter[] | undefined, name: string) {
  return exporters?.find(({ exporter }) => exporter.name === name)
}
