import type { YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, wrongIf } from '../problems/mistake.ts'
import type { Draft } from '../schema/written.ts'
import { localPathFault } from '../values/local-path.ts'
import { secretVariables } from './secret-variables.ts'

/** Whether Kolla's files are named so that they can be read, and no secret stands among the overrides. */
export function kollaMistakes({ kolla = {} }: Draft): ManifestProblem[] {
  const { configdir, inventory, overrides = {} } = kolla
  return [
    ...(configdir === undefined ? [] : wrongIf(['kolla', 'configdir'], localPathFault(configdir))),
    ...inventoryPaths(inventory).flatMap(([path, text]) => wrongIf(path, localPathFault(text))),
    ...secretVariables(overrides, ['kolla', 'overrides']),
  ]
}

function inventoryPaths(inventory: string | readonly string[] | undefined): [YamlPath, string][] {
  const place = ['kolla', 'inventory']
  if (typeof inventory === 'string') return [[place, inventory]]
  return (inventory ?? []).map((text, index) => [[...place, index], text])
}
