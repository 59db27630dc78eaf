import type { MadeNode } from '../base/state.ts'
import type { Machine } from '../machine/machine.ts'
import { nodeMachine } from '../machine/node.ts'
import { MASTER, masterMachine, REGISTRY, registryMachine } from '../machine/service-machines.ts'
import type { Lab } from './lab.ts'

/** A node of the lab by its name; throws with the names that there are. */
export function nodeNamed(lab: Lab, name: string): MadeNode {
  const found = lab.nodes.find((node) => node.name === name)
  if (found) return found
  throw new Error(`no node ${name} in the lab; there are ${lab.nodes.map((node) => node.name).join(', ')}`)
}

/** A node, the registry or the master. */
export function machineNamed(lab: Lab, name: string): Machine {
  if (name === REGISTRY) return registryMachine(lab.name, lab.subnet)
  if (name === MASTER) return masterMachine(lab.name, lab.subnet)
  return nodeMachine(lab.name, lab.subnet, nodeNamed(lab, name))
}
