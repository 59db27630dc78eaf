import { isRecord, listOf, textOf } from '../../../src/values/json.ts'
import type { PrometheusDocument } from './prometheus.ts'

/** Two targets, each as `node job target`, whose series have the same labels. */
export interface Collision {
  readonly first: string
  readonly second: string
}

/**
 * The targets of a fleet whose series could be the same. A series is its metric, its own labels, the labels of its
 * target and the external ones: so any two targets must differ in a label of the target that nothing takes away.
 * Labels beginning with __ are gone by then. Where an exporter's own labels win over the target's, a job may be on
 * several nodes only if `node` is set after the scrape.
 */
export function collisions(
  documents: Iterable<readonly [node: string, document: PrometheusDocument]>,
): Collision[] {
  const owners = new Map<string, SeriesOwner>()
  return [...documents].flatMap(([node, document]) =>
    claimsOf(node, document).flatMap((leaseRequest) => {
      const owner = owners.get(leaseRequest.key)
      if (owner === undefined) owners.set(leaseRequest.key, leaseRequest)
      const collides = owner !== undefined && !(leaseRequest.sharedOnNode && owner.node === node)
      return collides ? [{ first: owner.name, second: leaseRequest.name }] : []
    }),
  )
}

/** What a target takes for itself. `sharedOnNode`: other targets of the same node may take it, too. */
interface SeriesOwner {
  readonly key: string
  readonly node: string
  readonly name: string
  readonly sharedOnNode: boolean
}

function claimsOf(node: string, { global, scrape_configs: configs }: PrometheusDocument): SeriesOwner[] {
  const external = isRecord(global) ? global['external_labels'] : undefined
  return configs.flatMap(targetsOf).flatMap(({ job, target, labels, unsure }) => {
    const leaseRequest = { node, name: `${node} ${job} ${target}` }
    const all = { ...leaseRequest, key: JSON.stringify([external, job, labels]), sharedOnNode: false }
    const ofJob = { ...leaseRequest, key: JSON.stringify([external, job]), sharedOnNode: true }
    return unsure ? [all, ofJob] : [all]
  })
}

interface TargetLabels {
  readonly job: string
  readonly target: string
  readonly labels: readonly (readonly [string, unknown])[]
  /** The exporter's own labels win, also over `node`. */
  readonly unsure: boolean
}

function targetsOf(config: object): TargetLabels[] {
  const record: Readonly<Record<string, unknown>> = { ...config }
  const set = new Map(
    [...listOf(record, 'relabel_configs'), ...listOf(record, 'metric_relabel_configs')]
      .filter(isRecord)
      .filter(({ target_label: label }) => label !== undefined)
      .map((rule) => [textOf(rule, 'target_label'), rule['replacement']]),
  )
  const targets = listOf(record, 'static_configs').filter(isRecord)
  return targets.flatMap((group) =>
    listOf(group, 'targets').map((address) => {
      const groupLabels = isRecord(group['labels']) ? group['labels'] : {}
      const labels = new Map<string, unknown>([['instance', address], ...Object.entries(groupLabels), ...set])
      return {
        job: textOf(record, 'job_name'),
        target: String(address),
        labels: [...labels]
          .filter(([name]) => !name.startsWith('__'))
          .sort(([first], [second]) => (first < second ? -1 : 1)),
        unsure: record['honor_labels'] === true && !set.has('node'),
      }
    }),
  )
}
