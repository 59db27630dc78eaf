import { isDeepStrictEqual } from 'node:util'
import type { Adoptable, Adoption } from '../../src/model/adoption.ts'
import { candidateFor } from './adoption-candidates.ts'
import type { Candidate, Change } from './candidate.ts'
import type { Facts } from './facts.ts'
import { type Generation, type Outline, renderGeneration } from './generation.ts'
import { differing, type Texts, type Trait, traitsOf } from './traits.ts'
import type { WorkerVars } from './vars.ts'

/** Files of a generation of which people change one by hand. */
const EDITED = ['prometheus.yml', 'docker-compose.yml'] as const

/** Whether a node runs the very generation that the manifest makes, and somebody changed a file of it that tells settings. */
export function isEdited({ files: { current, onDisk } }: Facts, generation: Outline): boolean {
  if (current !== generation.name || !EDITED.every((path) => onDisk.has(path))) return false
  const rendered = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
  return EDITED.some((path) => onDisk.get(path) !== rendered.get(path))
}

/**
 * Pure: what of the files that somebody changed on a node the manifest could say. A setting counts only where the files
 * that are rendered with it have that change, and no other that the node has not.
 */
export function adoptionOf(
  found: Texts,
  rendered: WorkerVars,
  follows: (exporter: string) => boolean,
): Adoption {
  const traits = traitsOf(found)
  let vars = rendered
  let changes = changesFrom(vars, traits)
  const settings: Adoptable[] = []
  for (const change of changes) {
    const candidate = candidateFor(change, vars, follows)
    if (candidate === undefined || !has(changes, change)) continue
    const left = changesFrom(candidate.vars, traits)
    if (!explains(candidate, change, { changes, left })) continue
    settings.push(...candidate.settings)
    vars = candidate.vars
    changes = left
  }
  return { settings, more: changes.length > 0 }
}

function changesFrom(vars: WorkerVars, found: readonly Trait[]): Change[] {
  return differing(found, traitsOf(textsOf(renderGeneration(vars))))
}

function textsOf({ files }: Generation): Texts {
  const text = (path: string): string => files.find((file) => file.path === path)?.text ?? ''
  return { configuration: text('prometheus.yml'), project: text('docker-compose.yml') }
}

interface Progress {
  readonly changes: readonly Change[]
  readonly left: readonly Change[]
}

function explains({ goesWith }: Candidate, change: Change, { changes, left }: Progress): boolean {
  const strange = left.filter((one) => !has(changes, one))
  const mayBe = ({ current, desired }: Change): boolean =>
    goesWith !== undefined && [current, desired].every((trait) => trait === undefined || goesWith(trait))
  return !has(left, change) && strange.every(mayBe)
}

function has(changes: readonly Change[], { current, desired }: Change): boolean {
  return changes.some((one) => isSame(one.current ?? one.desired, current ?? desired))
}

function isSame(one: Trait | undefined, other: Trait | undefined): boolean {
  return isDeepStrictEqual([one?.what, one?.name], [other?.what, other?.name])
}
