import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { resolveImage } from '../programs/read-only/resolve-image.ts'
import { imageFor } from '../worker/image.ts'
import { type Pin, type PinWitness, pinSeen } from '../worker/image-pin.ts'
import type { Fleet, RoleServices } from './fleet.ts'
import type { Observed } from './observe.ts'
import { pullLimiter } from './pull-limiter.ts'

/** A name that three nodes cannot find out about is found out about by none. */
const MOST_ASKED = 3

/**
 * The fleet with its image pinned: what a name stands for is found out once, so that no two nodes get different images
 * under one name, and it stays until somebody upgrades. Fails where an upgrade cannot find out to what.
 */
export async function pinImage(
  fleet: Fleet,
  means: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
): Promise<Result<Fleet>> {
  const seen = pinSeen(fleet.settings.image, [...observed.values()].map(witness))
  // A saved plan was made without asking a node, and is applied as it is.
  const changes = fleet.phases.includes('stage') && fleet.pinned === undefined
  const known = fleet.renews ? undefined : seen
  if (!changes || known?.version !== undefined || observed.size === 0) return success(pinned(fleet, known))
  const asked = await ask(fleet, means, observed)
  if (asked.ok) await means.context.journal?.write(entryOf(asked.value))
  if (asked.ok) return success(pinned(fleet, asked.value))
  return fleet.renews ? asked : success(pinned(fleet, known))
}

/** The fleet with its image as the nodes already have it; nobody is asked. */
export function asSeen(fleet: Fleet, observed: ReadonlyMap<Node, Observed>): Fleet {
  return pinned(fleet, pinSeen(fleet.settings.image, [...observed.values()].map(witness)))
}

function witness({ facts }: Observed): PinWitness {
  const { records, images } = facts
  const current = records?.generation
  if (current === undefined) return { current, images }
  const { image, imageName, version } = current
  return { current: { image, imageName, version: version || undefined }, images }
}

function pinned(fleet: Fleet, pin: Pin | undefined): Fleet {
  if (pin === undefined) return fleet
  const { image, imageName, version } = pin
  const settings = { ...fleet.settings, image, imageName, ...(version === undefined ? {} : { version }) }
  return { ...fleet, settings }
}

function entryOf({ image, imageName, version = '' }: Pin) {
  return { type: 'image', requested: imageName, resolved: image, version } as const
}

/** One node after the other, those that have the image first: what it has it need not fetch. */
async function ask(
  fleet: Fleet,
  means: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
): Promise<Result<Pin>> {
  const { settings, deadlines, renews } = fleet
  const { image, directory } = settings
  const [deadline, signal] = [deadlines.stage, means.context.interruption.aborting]
  const notice = (progress: Progress): void =>
    means.context.tell({ type: 'notice', text: means.context.describe(progress) })
  const resting = (seconds: number): void => notice({ kind: 'registry-limits', seconds })
  const [pace, patience] = [pullLimiter(1), { deadline, signal, resting }]
  const has = ({ facts }: Observed): boolean => imageFor(facts.images, image) !== undefined
  const able = [...observed].filter(([, { facts }]) => facts.engine.state === 'up')
  const [having, lacking] = [able.filter(([, one]) => has(one)), able.filter(([, one]) => !has(one))]
  const candidates = [...having, ...lacking].slice(0, MOST_ASKED)
  let answer: Result<Pin> = success({ image, imageName: image, version: undefined })
  for (const [{ name: node }, one] of candidates) {
    notice({ kind: 'resolving', image, node })
    const order = { host: one.host, directory, image, pull: renews || !has(one), deadline, signal }
    answer = await pace(async () => resolveImage({ ...order, progress: () => undefined }), patience)
    if (answer.ok) return answer
  }
  return answer
}
