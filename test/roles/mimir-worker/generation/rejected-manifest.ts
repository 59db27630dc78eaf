import { fleetExpectations } from '../../../../roles/mimir-worker/exporters/fleet-expectations.ts'
import { type ManifestSource, withKeys } from '../../../../roles/mimir-worker/generation/rejected-keys.ts'
import { type NodePlan, planFleet } from '../../../../roles/mimir-worker/plan/plan.ts'
import { settingsOf } from '../../../../roles/mimir-worker/worker/settings.ts'
import { EXPORTER_NAMES } from '../../../../src/kolla/releases/exporters.ts'
import { readManifest } from '../../../../src/manifest/manifest.ts'
import { problemLine } from '../../../../src/manifest/problems/problem-lines.ts'
import type { Node } from '../../../../src/model/node.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { OPERATOR } from '../../../manifest/operator.ts'
import { facts } from '../sample.ts'
import { smallCloud } from '../small-cloud.ts'

interface Rejected {
  readonly node: Node
  readonly plan: NodePlan
  readonly written: ManifestSource
}

/** The plan of cmp1 by a manifest whose first line, before `text`, is the one of Mimir. */
export async function rejectedManifest(text: string): Promise<Rejected> {
  const context = { ...OPERATOR, exporters: EXPORTER_NAMES, inventoryGiven: true }
  const source = { file: 'inventory.yml', text: `mimir: { url: http://10.0.0.5:9009 }\n${text}\n` }
  const { manifest, problems, positionOf } = await readManifest(source, context)
  if (manifest === undefined) throw new Error(problems.map(problemLine).join('\n'))
  const { cloud } = smallCloud({ release: '2025.1', hosts: { compute: ['cmp1'] } })
  const { problems: _, ...expected } = fleetExpectations(['cmp1'], cloud, manifest.worker)
  const groups = cloud.nodes[0]?.groups ?? []
  const node: Node = { name: 'cmp1', groups, reach: { transport: 'local', become: false } }
  const settings = settingsOf(manifest, cloud, undefined)
  const listeners = [{ host: '10.0.0.12', port: 9100, by: '' }]
  const plan = planFleet(
    { ...expected, settings },
    new Map([[node, facts({ listeners, containers: new Map() })]]),
  ).get(node)
  if (plan?.ok !== true) throw new Error('there is no plan')
  return { node, plan: plan.value, written: { worker: manifest.worker, positionOf } }
}

/** The manifest's keys that are named where promtool says that about its files. */
export async function rejectedBy(text: string, said: string): Promise<readonly string[]> {
  const { node, plan, written } = await rejectedManifest(text)
  const failure = {
    reason: 'config-rejected',
    file: 'prometheus.yml',
    evidence: safeText(said, 1500),
    keys: [],
  } as const
  const blamed = withKeys(failure, node, plan, written)
  return blamed.reason === 'config-rejected' ? blamed.keys : []
}
