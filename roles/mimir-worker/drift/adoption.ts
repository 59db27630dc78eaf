import { isDeepStrictEqual } from 'node:util'
import { EXPORTERS } from '../../../src/kolla/releases/exporters.ts'
import type { WorkerSpec } from '../../../src/manifest/settings.ts'
import type { Adoptable, Adoption } from '../../../src/model/adoption.ts'
import type { Node } from '../../../src/model/node.ts'
import { goesByGeneral } from '../exporters/intervals.ts'
import { type DesiredGeneration, renderGeneration } from '../generation/generation.ts'
import { type GenerationTexts, textsOf } from '../generation/texts.ts'
import type { Facts } from '../node/facts.ts'
import type { ChangePlan } from '../plan/plan.ts'
import { specFor } from '../worker/overrides.ts'
import type { WorkerVars } from '../worker/vars.ts'
import { candidateFor } from './adoption-candidates.ts'
import type { AdoptionCandidate, Change } from './candidate.ts'
import { differing, type Setting, settingsOf } from './settings-in-files.ts'

/** Files of a generation of which people change one by hand. */
const EDITED = ['prometheus.yml', 'docker-compose.yml'] as const

/** Whether a node runs the very generation that the manifest makes, and somebody changed a file of it that holds settings. */
export function isEdited({ files: { current, onDisk } }: Facts, generation: DesiredGeneration): boolean {
  if (current !== generation.name || !EDITED.every((path) => onDisk.has(path))) return false
  const rendered = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
  return EDITED.some((path) => onDisk.get(path) !== rendered.get(path))
}

/** What of the files that somebody changed on a node could be kept; undefined where nobody did, or it is not known. */
export function adoptionOn(
  node: Node,
  { rendered, facts }: ChangePlan,
  found: GenerationTexts | undefined,
  worker: WorkerSpec,
): Adoption | undefined {
  if (rendered === undefined || found === undefined || !isEdited(facts, rendered.generation)) return undefined
  const spec = specFor(node, worker)
  return adoptionOf(found, rendered.vars, (name) => {
    const exporter = EXPORTERS.find((candidate) => candidate.name === name)
    return exporter !== undefined && goesByGeneral(exporter, spec.exporters[name])
  })
}

/**
 * Pure: what of the files that somebody changed on a node the manifest could say. A setting counts only where the files
 * that are rendered with it have that change, and no other that the node has not.
 */
export function adoptionOf(
  found: GenerationTexts,
  rendered: WorkerVars,
  follows: (exporter: string) => boolean,
): Adoption {
  const foundSettings = settingsOf(found)
  let vars = rendered
  let changes = changesFrom(vars, foundSettings)
  const settings: Adoptable[] = []
  for (const change of changes) {
    const candidate = candidateFor(change, vars, follows)
    if (candidate === undefined || !has(changes, change)) continue
    const left = changesFrom(candidate.vars, foundSettings)
    if (!explains(candidate, change, { changes, left })) continue
    settings.push(...candidate.settings)
    vars = candidate.vars
    changes = left
  }
  return { settings, more: changes.length > 0 }
}

function changesFrom(vars: WorkerVars, found: readonly Setting[]): Change[] {
  return differing(found, settingsOf(textsOf(renderGeneration(vars))))
}

interface Explained {
  readonly changes: readonly Change[]
  readonly left: readonly Change[]
}

function explains({ goesWith }: AdoptionCandidate, change: Change, { changes, left }: Explained): boolean {
  const strange = left.filter((added) => !has(changes, added))
  const mayBe = ({ current, desired }: Change): boolean =>
    goesWith !== undefined &&
    [current, desired].every((setting) => setting === undefined || goesWith(setting))
  return !has(left, change) && strange.every(mayBe)
}

function has(changes: readonly Change[], { current, desired }: Change): boolean {
  return changes.some((change) => isSame(change.current ?? change.desired, current ?? desired))
}

function isSame(a: Setting | undefined, b: Setting | undefined): boolean {
  return isDeepStrictEqual([a?.kind, a?.name], [b?.kind, b?.name])
}
