import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { resolveImage } from '../programs/read-only/resolve-image.ts'
import { imageFor } from '../worker/image.ts'
import { knownPin, type Pin, type PinSource } from '../worker/image-pin.ts'
import type { Fleet, RoleServices } from './fleet.ts'
import type { Observed } from './observe.ts'
import { pullLimiter } from './pull-limiter.ts'

/** Where three nodes cannot resolve a name, no other is tried. */
const MOST_ASKED = 3

/**
 * The fleet with its image pinned: what a name stands for is found out once, so that no two nodes get different images
 * under one name, and it stays until somebody upgrades. Fails where an upgrade cannot find out to what.
 */
export async function pinImage(
  fleet: Fleet,
  services: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
): Promise<Result<Fleet>> {
  const installed = knownPin(fleet.settings.image, [...observed.values()].map(pinSource))
  // A saved plan was made without asking a node, and is applied as it is.
  const changes = fleet.phases.includes('stage') && fleet.pinned === undefined
  const known = fleet.renews ? undefined : installed
  if (!changes || known?.version !== undefined || observed.size === 0) return success(pinned(fleet, known))
  const resolved = await resolve(fleet, services, observed)
  if (resolved.ok) await services.context.journal?.write(entryOf(resolved.value))
  if (resolved.ok) return success(pinned(fleet, resolved.value))
  return fleet.renews ? resolved : success(pinned(fleet, known))
}

/** The fleet with its image as the nodes already have it; no node is contacted. */
export function withKnownImage(fleet: Fleet, observed: ReadonlyMap<Node, Observed>): Fleet {
  return pinned(fleet, knownPin(fleet.settings.image, [...observed.values()].map(pinSource)))
}

function pinSource({ facts }: Observed): PinSource {
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
async function resolve(
  fleet: Fleet,
  services: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
): Promise<Result<Pin>> {
  const { settings, deadlines, renews } = fleet
  const { image, directory } = settings
  const [deadline, signal] = [deadlines.stage, services.context.interruption.aborting]
  const notice = (progress: Progress): void =>
    services.context.tell({ type: 'notice', text: services.context.describe(progress) })
  const resting = (seconds: number): void => notice({ kind: 'registry-limits', seconds })
  const [pace, limits] = [pullLimiter(1), { deadline, signal, resting }]
  const has = ({ facts }: Observed): boolean => imageFor(facts.images, image) !== undefined
  const able = [...observed].filter(([, { facts }]) => facts.engine.state === 'up')
  const having = able.filter(([, node]) => has(node))
  const lacking = able.filter(([, node]) => !has(node))
  const candidates = [...having, ...lacking].slice(0, MOST_ASKED)
  let answer: Result<Pin> = success({ image, imageName: image, version: undefined })
  for (const [{ name }, node] of candidates) {
    notice({ kind: 'resolving', image, node: name })
    const order = { host: node.host, directory, image, pull: renews || !has(node), deadline, signal }
    answer = await pace(async () => resolveImage({ ...order, progress: () => undefined }), limits)
    if (answer.ok) return answer
  }
  return answer
}
