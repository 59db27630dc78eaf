import type { ExporterSpec, NodeSpec, WorkerSpec } from '../../../src/manifest/settings.ts'
import type { YamlPath } from '../../../src/yaml/tree.ts'

/**
 * What the manifest wants of one node: its wishes for all hosts, changed by those for the node's groups in the order
 * written, and then by those for the node itself.
 */
export function specFor(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerSpec,
): NodeSpec {
  return overridesFor(node, worker).reduce<NodeSpec>((wishes, [, change]) => merged(wishes, change), worker)
}

/** The part of the manifest in which that wish of a node stands: the strongest of those that have it. */
export function wishPlace(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerSpec,
  has: (wishes: NodeSpec) => boolean,
): YamlPath {
  const override = overridesFor(node, worker).findLast(([, wishes]) => has(wishes))
  return override === undefined ? ['worker'] : ['worker', 'overrides', override[0]]
}

function overridesFor(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerSpec,
): (readonly [name: string, wishes: NodeSpec])[] {
  const overrides = Object.entries(worker.overrides ?? {})
  const ofGroups = overrides.filter(([name]) => name !== node.name && node.groups.includes(name))
  return [...ofGroups, ...overrides.filter(([name]) => name === node.name)]
}

function merged(wishes: NodeSpec, change: NodeSpec): NodeSpec {
  const exporters: Record<string, ExporterSpec> = { ...wishes.exporters }
  for (const [name, one] of Object.entries(change.exporters)) exporters[name] = { ...exporters[name], ...one }
  return {
    ...wishes,
    ...change,
    limits: { ...wishes.limits, ...change.limits },
    remoteWrite: { ...wishes.remoteWrite, ...change.remoteWrite },
    exporters,
  }
}
