import { nearest } from '../../values/did-you-mean.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongKey } from '../problems/mistake.ts'
import type { Draft } from '../schema/written.ts'
import { secretVariables } from './secret-variables.ts'

type Groups = NonNullable<Draft['nodes']>
type NodeGroup = NonNullable<Groups[string]>

const TOLD_BY = ['kolla', 'nodes']

/**
 * Whether the nodes are told, once, and without secrets. Where that part is `mistaken` already, the nodes that are
 * left in it say nothing, and nothing is said of them.
 */
export function nodesMistakes(
  { kolla = {}, nodes }: Draft,
  { inventoryGiven }: ManifestContext,
  mistaken: readonly YamlPath[],
): ManifestProblem[] {
  const secrets = inGroups(nodes ?? {}, ['nodes'])
  if (kolla.inventory !== undefined && nodes !== undefined)
    return [...secrets, wrongKey(['nodes'], 'found nodes beside kolla.inventory', 'keep one of the two')]
  const muddled = mistaken.some(([top]) => top === undefined || nearest(String(top), TOLD_BY) !== undefined)
  if (muddled || kolla.inventory !== undefined || inventoryGiven === true) return secrets
  return [...secrets, ...(nodes === undefined ? [untold()] : noHost(nodes))]
}

function untold(): ManifestProblem {
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
