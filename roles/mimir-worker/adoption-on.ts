import type { WorkerWishes } from '../../src/manifest/settings.ts'
import type { Adoption } from '../../src/model/adoption.ts'
import type { Node } from '../../src/model/node.ts'
import { adoptionOf, isEdited } from './adoption.ts'
import { EXPORTERS } from './exporters.ts'
import { goesByGeneral } from './intervals.ts'
import type { ChangePlan } from './plan.ts'
import type { Texts } from './traits.ts'
import { wishesFor } from './wishes.ts'

/** What of the files that somebody changed on a node could be kept; undefined where nobody did, or it is not known. */
export function adoptionOn(
  node: Node,
  { rendered, facts }: ChangePlan,
  found: Texts | undefined,
  worker: WorkerWishes,
): Adoption | undefined {
  if (rendered === undefined || found === undefined || !isEdited(facts, rendered.generation)) return undefined
  const wishes = wishesFor(node, worker)
  return adoptionOf(found, rendered.vars, (name) => {
    const exporter = EXPORTERS.find((one) => one.name === name)
    return exporter !== undefined && goesByGeneral(exporter, wishes.exporters[name])
  })
}
