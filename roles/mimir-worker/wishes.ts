import type { ExporterWishes, NodeWishes, WorkerWishes } from '../../src/manifest/settings.ts'

/**
 * What the manifest wants of one node: its wishes for all hosts, changed by those for the node's groups in the order
 * written, and then by those for the node itself.
 */
export function wishesFor(
  node: { readonly name: string; readonly groups: readonly string[] },
  worker: WorkerWishes,
): NodeWishes {
  const overrides = Object.entries(worker.overrides ?? {})
  const ofGroups = overrides.filter(([name]) => name !== node.name && node.groups.includes(name))
  const ofHost = overrides.filter(([name]) => name === node.name)
  return [...ofGroups, ...ofHost].reduce<NodeWishes>((wishes, [, change]) => merged(wishes, change), worker)
}

function merged(wishes: NodeWishes, change: NodeWishes): NodeWishes {
  const exporters: Record<string, ExporterWishes> = { ...wishes.exporters }
  for (const [name, one] of Object.entries(change.exporters)) exporters[name] = { ...exporters[name], ...one }
  return {
    ...wishes,
    ...change,
    limits: { ...wishes.limits, ...change.limits },
    remoteWrite: { ...wishes.remoteWrite, ...change.remoteWrite },
    exporters,
  }
}
