import { existsSync } from 'node:fs'
import type { FleetShape } from '../lab/base/fleet-spec.ts'
import { lockIfFree } from '../lab/base/lock.ts'
import { lockFile, placeOf } from '../lab/base/paths.ts'
import { freeze, mend } from '../lab/faults/faults.ts'
import { down, type Lab, openLab, up } from '../lab/lab/lab.ts'
import { machineNamed } from '../lab/lab/machines.ts'
import { isRunning } from '../lab/machine/machine.ts'
import { AT_ONCE, type Kind, namesOf, OWN_LAB, SHAPES, sharedNames } from './lab-names.ts'

/** The lab of each kind that this file has, and what gives it back. */
const held = new Map<Kind, { readonly name: string; readonly release: () => Promise<void> }>()

/**
 * A lab that is up and well, of this kind: files that run at the same time have different ones, files that follow each
 * other share them. `LAB` names another one.
 */
export async function labOf(kind: Kind, shape: FleetShape = SHAPES[kind]): Promise<Lab> {
  const lab = await up({ name: OWN_LAB ?? (await heldName(kind)), shape })
  await mend(lab)
  return lab
}

async function heldName(kind: Kind): Promise<string> {
  const known = held.get(kind)
  if (known !== undefined) return known.name
  for (const name of namesToTry(kind)) {
    const release = await lockIfFree(lockFile(`${name}.tests`))
    if (release === undefined) continue
    held.set(kind, { name, release })
    return name
  }
  throw new Error(`all ${AT_ONCE} labs of the kind ${kind} are taken: more files run than there may`)
}

/** Those that are up come first: bringing another one up takes half a minute. */
function namesToTry(kind: Kind): string[] {
  const isUp = (name: string): boolean => existsSync(placeOf(name).stateDirectory)
  const names = namesOf(kind)
  return [...names.filter(isUp), ...names.filter((name) => !isUp(name))]
}

/** Gives the labs of this file back, and lets them burn no processor until another file mends them. */
export async function rest(): Promise<void> {
  for (const { name, release } of held.values()) {
    const lab = await openLab(name)
    await Promise.all(lab.nodes.map(async (node) => restNode(lab, node.name)))
    await release()
  }
  held.clear()
}

async function restNode(lab: Lab, node: string): Promise<void> {
  if (await isRunning(machineNamed(lab, node))) await freeze(lab, node)
}

/** Takes down what was brought up for tests. */
export async function takeDown(): Promise<void> {
  if (OWN_LAB !== undefined) return
  const left = sharedNames().filter((name) => existsSync(placeOf(name).stateDirectory))
  await Promise.all(left.map(async (name) => down(name)))
}
