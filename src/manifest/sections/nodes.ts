import { nearest } from '../../values/did-you-mean.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongKey } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenManifest } from '../schema/written.ts'
import { secretVariables } from './secret-variables.ts'

/** Kolla's groups in the YAML shape of an Ansible inventory. */
export type NodeGroups = NonNullable<WrittenManifest['nodes']>

type Groups = NonNullable<Draft['nodes']>
type NodeGroup = NonNullable<Groups[string]>

/** The sections that can hold the nodes. */
const SECTIONS = ['kolla', 'nodes']

/**
 * Whether the nodes are named, once, and without secrets. Where one of those sections is itself among the `invalid`
 * places, nothing can be said of the nodes that are left.
 */
export function nodesProblems(
  { kolla = {}, nodes }: Draft,
  { inventoryGiven }: ManifestContext,
  invalid: readonly YamlPath[],
): ManifestProblem[] {
  const secrets = inGroups(nodes ?? {}, ['nodes'])
  if (kolla.inventory !== undefined && nodes !== undefined)
    return [...secrets, wrongKey(['nodes'], 'found nodes beside kolla.inventory', 'keep one of the two')]
  const isInvalid = invalid.some(([top]) => top === undefined || nearest(String(top), SECTIONS) !== undefined)
  if (isInvalid || kolla.inventory !== undefined || inventoryGiven === true) return secrets
  return [...secrets, ...(nodes === undefined ? [noInventory()] : noHost(nodes))]
}

function noInventory(): ManifestProblem {
  const remedy = "add e.g. inventory: multinode, or name Kolla's inventory with -i"
  return wrongKey(['kolla', 'inventory'], 'the key is missing', remedy)
}

function noHost(nodes: Groups): ManifestProblem[] {
  if (hostsIn(nodes) > 0) return []
  const remedy = 'write e.g. control: { hosts: { ctl1: { ansible_host: 10.0.0.11 } } }'
  return [wrong(['nodes'], 'found no host in any group', remedy)]
}

function hostsIn(groups: Groups): number {
  return Object.values(groups).reduce(
    (sum, group) => sum + Object.keys(group?.hosts ?? {}).length + hostsIn(group?.children ?? {}),
    0,
  )
}

function inGroups(groups: Groups, path: YamlPath): ManifestProblem[] {
  return Object.entries(groups).flatMap(([name, group]) => inGroup(group ?? {}, [...path, name]))
}

function inGroup({ hosts, children, vars }: NodeGroup, path: YamlPath): ManifestProblem[] {
  return [
    ...secretVariables(vars ?? {}, [...path, 'vars']),
    ...Object.entries(hosts ?? {}).flatMap(([name, host]) =>
      secretVariables(host ?? {}, [...path, 'hosts', name]),
    ),
    ...inGroups(children ?? {}, [...path, 'children']),
  ]
}
