import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { resolveImage } from '../programs/read-only/resolve-image.ts'
import { imageFor } from '../worker/image.ts'
import { knownPin, type Pin, type PinSource } from '../worker/image-pin.ts'
import type { Fleet, RoleServices } from './fleet.ts'
import type { Observed } from './observe.ts'
import { pullLimiter } from './pull-limiter.ts'

/** Where so many nodes cannot resolve a name alike, no other is tried. */
const MOST_ASKED = 5

/** Nodes that have to resolve a name alike: one alone would choose the image of all others. */
const AGREEING = 2

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
  return fleet.renews || resolved.failure.reason === 'image-disputed'
    ? resolved
    : success(pinned(fleet, known))
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

interface Answer {
  readonly node: string
  /** The registry was asked, not only the node's engine. */
  readonly fresh: boolean
  readonly pin: Result<Pin>
}

/**
 * Two nodes first, those that have the image before others: what they have they need not fetch. Where they do not say
 * the same, more are asked, by the registry, until two do.
 */
async function resolve(
  fleet: Fleet,
  services: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
): Promise<Result<Pin>> {
  const { image } = fleet.settings
  const able = [...observed].filter(([, { facts }]) => facts.engine.state === 'up')
  const candidates = able
    .toSorted(([, one], [, other]) => Number(has(other, image)) - Number(has(one, image)))
    .slice(0, MOST_ASKED)
  const unasked: Result<Pin> = success({ image, imageName: image, version: undefined })
  if (candidates.length === 0) return unasked
  const ask = asking(fleet, services)
  const needed = Math.min(AGREEING, candidates.length)
  const first = candidates.slice(0, needed)
  let answers = await Promise.all(first.map(async ([node, seen]) => ask(node, seen, !has(seen, image))))
  if (agreed(answers, needed) === undefined) {
    answers = answers.filter(({ fresh }) => fresh)
    for (const [node, seen] of candidates) {
      if (answers.some((answer) => answer.node === node.name)) continue
      answers.push(await ask(node, seen, true))
      if (agreed(answers, needed) !== undefined) break
    }
  }
  return judged(answers, needed, services, image)
}

function has({ facts }: Observed, image: string): boolean {
  return imageFor(facts.images, image) !== undefined
}

function asking(
  fleet: Fleet,
  services: RoleServices,
): (node: Node, observed: Observed, pull: boolean) => Promise<Answer> {
  const { settings, deadlines, renews } = fleet
  const { image, directory } = settings
  const [deadline, signal] = [deadlines.stage, services.context.interruption.aborting]
  const notice = (progress: Progress): void =>
    services.context.tell({ type: 'notice', text: services.context.describe(progress) })
  const resting = (seconds: number): void => notice({ kind: 'registry-limits', seconds })
  const [pace, limits] = [pullLimiter(AGREEING), { deadline, signal, resting }]
  return async ({ name }, { host }, pull) => {
    notice({ kind: 'resolving', image, node: name })
    const fresh = renews || pull
    const order = { host, directory, image, pull: fresh, deadline, signal }
    const pin = await pace(async () => resolveImage({ ...order, progress: () => undefined }), limits)
    return { node: name, fresh, pin }
  }
}

/** What so many nodes say alike. */
function agreed(answers: readonly Answer[], needed: number): Pin | undefined {
  const pins = answers.flatMap(({ pin }) => (pin.ok ? [pin.value] : []))
  return pins.find((pin) => pins.filter((other) => isSame(pin, other)).length >= needed)
}

function isSame(one: Pin, other: Pin): boolean {
  return one.image === other.image && one.version === other.version
}

/** The image on the word of the nodes that agree; the others are told. A failure of a node goes before a dispute. */
function judged(
  answers: readonly Answer[],
  needed: number,
  { context }: RoleServices,
  image: string,
): Result<Pin> {
  const pin = agreed(answers, needed)
  const said = answers.flatMap(({ node, pin: own }) => (own.ok ? [{ node, pin: own.value }] : []))
  if (pin !== undefined) {
    const nodesOf = (same: boolean): string[] =>
      said.filter((one) => isSame(one.pin, pin) === same).map(({ node }) => node)
    context.tell({
      type: 'notice',
      text: context.describe({ kind: 'resolved', image: pin.image, nodes: nodesOf(true) }),
    })
    const others = nodesOf(false)
    if (others.length > 0)
      context.tell({
        type: 'warning',
        text: context.describe({ kind: 'image-differs', image: pin.image, nodes: others }),
      })
    return success(pin)
  }
  const broken = answers.find((answer) => !answer.pin.ok)
  if (said.length < AGREEING && broken !== undefined) return broken.pin
  const claims = said.map(({ node, pin: own }) => ({ node, image: safeLine(own.image) }))
  return failed({ reason: 'image-disputed', image, claims })
}
