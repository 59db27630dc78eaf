import type { ExporterSpec, NodeSpec, WorkerSpec } from '../../../src/manifest/settings.ts'
import type { YamlPath } from '../../../src/yaml/tree.ts'

/**
 * What the manifest sets for one node: its values for all hosts, overridden by those of the node's groups in the order
 * written, and then by those for the node itself.
 */
export function specFor(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerSpec,
): NodeSpec {
  return overridesFor(node, worker).reduce<NodeSpec>((spec, [, change]) => merged(spec, change), worker)
}

/** The part of the manifest that sets a value for a node: the strongest of those that have it. */
export function overridePath(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerSpec,
  has: (spec: NodeSpec) => boolean,
): YamlPath {
  const override = overridesFor(node, worker).findLast(([, spec]) => has(spec))
  return override === undefined ? ['worker'] : ['worker', 'overrides', override[0]]
}

function overridesFor(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerSpec,
): (readonly [name: string, spec: NodeSpec])[] {
  const overrides = Object.entries(worker.overrides ?? {})
  const ofGroups = overrides.filter(([name]) => name !== node.name && node.groups.includes(name))
  return [...ofGroups, ...overrides.filter(([name]) => name === node.name)]
}

function merged(spec: NodeSpec, change: NodeSpec): NodeSpec {
  const exporters: Record<string, ExporterSpec> = { ...spec.exporters }
  for (const [name, exporterSpec] of Object.entries(change.exporters))
    exporters[name] = { ...exporters[name], ...exporterSpec }
  return {
    ...spec,
    ...change,
    limits: { ...spec.limits, ...change.limits },
    remoteWrite: { ...spec.remoteWrite, ...change.remoteWrite },
    exporters,
  }
}
