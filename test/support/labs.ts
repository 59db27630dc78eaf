import { existsSync } from 'node:fs'
import type { FleetShape } from '../lab/base/fleet-spec.ts'
import { placeOf } from '../lab/base/paths.ts'
import { freeze, mend } from '../lab/faults/faults.ts'
import { down, type Lab, openLab, up } from '../lab/lab/lab.ts'
import { machineNamed } from '../lab/lab/machines.ts'
import { isRunning } from '../lab/machine/machine.ts'
import { type Kind, nameOf, OWN_LAB, SHAPES, sharedNames } from './lab-names.ts'

/** Those that this file has used. */
const used = new Set<string>()

/**
 * A lab that is up and well, of this kind: files that run at the same time have different ones, files that follow each
 * other share them. `LAB` names another one.
 */
export async function labOf(kind: Kind, shape: FleetShape = SHAPES[kind]): Promise<Lab> {
  const name = OWN_LAB ?? nameOf(kind, Number(process.env['VITEST_POOL_ID'] ?? 1))
  const lab = await up({ name, shape })
  used.add(name)
  await mend(lab)
  return lab
}

/** Lets the labs of this file burn no processor until another file mends them: all stands still there until then. */
export async function rest(): Promise<void> {
  if (OWN_LAB !== undefined) return
  for (const name of used) {
    const lab = await openLab(name)
    await Promise.all(lab.nodes.map(async (node) => restNode(lab, node.name)))
  }
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
