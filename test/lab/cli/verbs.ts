import * as faults from '../faults/faults.ts'
import type { Lab } from '../lab/lab.ts'

/** The verbs that take the name of a node and nothing else. */
const ACTIONS = {
  cut: faults.cut,
  heal: faults.heal,
  freeze: faults.freeze,
  thaw: faults.thaw,
  fast: faults.fast,
  block: faults.block,
  unblock: faults.unblock,
  'power-off': faults.powerOff,
  'power-on': faults.powerOnNode,
  'fill-disk': faults.fillDisk,
  'free-disk': faults.freeDisk,
  'kill-docker': faults.killDocker,
  'start-docker': faults.startDocker,
  'stop-docker': faults.stopDocker,
} as const

export type NodeVerb = keyof typeof ACTIONS

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal that nobody can add to
export const NODE_VERBS = Object.keys(ACTIONS) as readonly NodeVerb[]

export function actOnNode(lab: Lab, verb: NodeVerb, node: string): Promise<void> {
  return ACTIONS[verb](lab, node)
}
