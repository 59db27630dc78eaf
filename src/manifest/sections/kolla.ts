import { defined } from '../../values/defined.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrongIf } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenKolla } from '../schema/written.ts'
import { localPath, localPathFault } from '../values/local-path.ts'
import { referenceProblems, type SecretReference } from '../values/secret-reference.ts'
import { type Normalising, secretAt } from './normalising.ts'
import { secretVariables } from './secret-variables.ts'

export const KOLLA_DEFAULTS = { configdir: '/etc/kolla' } as const

export interface KollaSettings {
  readonly configdir: string
  /** Kolla's inventories on this machine, in the order given. */
  readonly inventory: readonly string[]
  readonly release?: string
  /** A directory with an installed Kolla-Ansible. */
  readonly installation?: string
  readonly vaultPassword?: SecretReference
  /** Kolla's variables, by name. */
  readonly overrides: Readonly<Record<string, unknown>>
}

export function kollaSettings(written: WrittenKolla, normalising: Normalising): KollaSettings {
  const { context } = normalising
  const {
    configdir,
    inventory = [],
    release,
    installation,
    vault_password,
    overrides = {},
  } = {
    ...KOLLA_DEFAULTS,
    ...written,
  }
  return {
    configdir: localPath(configdir, context),
    inventory: [inventory].flat().map((path) => localPath(path, context)),
    ...defined({
      release,
      installation: installation === undefined ? undefined : localPath(installation, context),
      vaultPassword:
        vault_password === undefined
          ? undefined
          : secretAt(['kolla', 'vault_password'], vault_password, normalising),
    }),
    overrides,
  }
}

/** What is wrong with the paths of Kolla's files, and secrets among the overrides. */
export function kollaProblems({ kolla = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { configdir, inventory, installation, vault_password: vault, overrides = {} } = kolla
  return [
    ...(configdir === undefined ? [] : wrongIf(['kolla', 'configdir'], localPathFault(configdir))),
    ...inventoryPaths(inventory).flatMap(([path, text]) => wrongIf(path, localPathFault(text))),
    ...(installation === undefined ? [] : wrongIf(['kolla', 'installation'], localPathFault(installation))),
    ...(vault === undefined ? [] : referenceProblems(['kolla', 'vault_password'], vault, context)),
    ...secretVariables(overrides, ['kolla', 'overrides']),
  ]
}

function inventoryPaths(inventory: string | readonly string[] | undefined): [YamlPath, string][] {
  const place = ['kolla', 'inventory']
  if (typeof inventory === 'string') return [[place, inventory]]
  return (inventory ?? []).map((text, index) => [[...place, index], text])
}
