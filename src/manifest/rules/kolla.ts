import type { YamlPath } from '../../yaml/tree.ts'
import { localPathFault } from '../local-path.ts'
import { type Mistake, wrong, wrongIf } from '../mistake.ts'
import type { Draft, WrittenGroup, WrittenGroups } from '../written.ts'

type Variables = Readonly<Record<string, unknown>>

/** Ansible's names for passwords that it logs in or becomes root with. */
const ANSIBLE_SECRET = /^ansible_(?:.*_)?(?:pass|password|passphrase)$/u
const SECRET = /(?:^|_)(?:password|passphrase|secret|token)$/u

/** Whether Kolla's files and the nodes are named so that they can be read, and no secret is among them. */
export function kollaMistakes({ kolla = {}, nodes }: Draft): Mistake[] {
  const { configdir, inventory, overrides = {} } = kolla
  return [
    ...(configdir === undefined ? [] : wrongIf(['kolla', 'configdir'], localPathFault(configdir))),
    ...inventoryPaths(inventory).flatMap(([path, text]) => wrongIf(path, localPathFault(text))),
    ...secretsIn(overrides, ['kolla', 'overrides']),
    ...groupsMistakes(groupsOf(nodes), ['nodes']),
    ...(nodes === undefined || hostsIn(groupsOf(nodes)) > 0
      ? []
      : [
          wrong(
            ['nodes'],
            'found no host in any group',
            'write e.g. control: { hosts: { ctl1: { ansible_host: 10.0.0.11 } } }',
          ),
        ]),
  ]
}

function inventoryPaths(inventory: string | readonly string[] | undefined): [YamlPath, string][] {
  const place = ['kolla', 'inventory']
  if (typeof inventory === 'string') return [[place, inventory]]
  return (inventory ?? []).map((text, index) => [[...place, index], text])
}

function groupsOf(groups: unknown): WrittenGroups {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a draft's groups have only optional parts
  return (groups ?? {}) as WrittenGroups
}

function groupsMistakes(groups: WrittenGroups, path: YamlPath): Mistake[] {
  return Object.entries(groups).flatMap(([name, group]) => groupMistakes(group ?? {}, [...path, name]))
}

function groupMistakes({ hosts, children, vars }: WrittenGroup, path: YamlPath): Mistake[] {
  return [
    ...secretsIn(vars ?? {}, [...path, 'vars']),
    ...Object.entries(hosts ?? {}).flatMap(([name, host]) => secretsIn(host ?? {}, [...path, 'hosts', name])),
    ...groupsMistakes(children ?? {}, [...path, 'children']),
  ]
}

function hostsIn(groups: WrittenGroups): number {
  return Object.values(groups).reduce(
    (sum, group) => sum + Object.keys(group?.hosts ?? {}).length + hostsIn(group?.children ?? {}),
    0,
  )
}

function secretsIn(variables: Variables, path: YamlPath): Mistake[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (ANSIBLE_SECRET.test(name))
      return [
        wrong(
          [...path, name],
          'found a password for a login (not shown)',
          'take it out: nodes are reached by SSH keys, and root by sudo -n',
        ),
      ]
    if (!SECRET.test(name) || !isLiteral(value)) return []
    return [
      wrong(
        [...path, name],
        'found what looks like a secret (not shown)',
        "take it out and keep it in Kolla's passwords.yml",
      ),
    ]
  })
}

/** Jinja only refers to a value; an empty one or a switch is none. */
function isLiteral(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && !value.includes('{{'))
}
