import type { Cloud } from '../kolla/cloud.ts'
import { MANIFEST_DEFAULTS } from '../manifest/defaults.ts'
import type { ManifestReading } from '../manifest/manifest.ts'
import type { RolloutSettings } from '../manifest/settings.ts'
import type { Problem } from '../model/problem.ts'
import { nearest } from '../values/did-you-mean.ts'

const USUAL: readonly string[] = MANIFEST_DEFAULTS.rollout.exclusive

/** Groups that the manifest names and the inventory does not have. A cloud may lack some of the usual ones. */
export function rolloutGroupProblems(
  { order, exclusive }: Pick<RolloutSettings, 'order' | 'exclusive'>,
  { groups }: Pick<Cloud, 'groups'>,
  positionOf: ManifestReading['positionOf'],
): Problem[] {
  const unknown = (key: 'order' | 'exclusive', names: readonly string[]): Problem[] =>
    names.flatMap((name, index) => {
      if (groups.has(name) || (key === 'exclusive' && USUAL.includes(name))) return []
      const meant = nearest(name, groups.keys())
      return [
        {
          severity: 'error',
          at: positionOf(['rollout', key, index]),
          path: `rollout.${key}[${index}]`,
          message: `the inventory has no group ${name}`,
          remedy: meant === undefined ? 'write one of its groups, or take it out' : `did you mean ${meant}?`,
        },
      ]
    })
  return [...unknown('order', order), ...unknown('exclusive', exclusive)]
}
