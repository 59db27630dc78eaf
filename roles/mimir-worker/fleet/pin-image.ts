import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import type { ImageChoice } from '../../../src/model/report.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { isPinned, pinnedTo, versionInTag } from '../worker/image.ts'
import { digestIn, digestOn, knownPin, type Pin, type PinSource } from '../worker/image-pin.ts'
import { type AgreedImage, agreedImage } from './agreed-image.ts'
import type { Fleet, RoleServices } from './fleet.ts'
import type { Observed } from './observe.ts'

/** The digest that the registry has under the image's name; its failure is why it could not be asked. */
export type RegistryAnswer = Result<string, string> | undefined

export interface PinnedFleet {
  readonly fleet: Fleet
  /** Undefined where nobody could say what the name stands for. */
  readonly image?: ImageChoice
}

/**
 * The fleet with its image pinned: what a name stands for is found out once, so that no two nodes get different images
 * under one name, and it stays until somebody upgrades. The operator's word goes before the registry's, and that before
 * what nodes say, of which none is followed alone.
 */
export async function pinImage(
  fleet: Fleet,
  services: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
  registry: RegistryAnswer,
): Promise<Result<PinnedFleet>> {
  const choice = await choose(fleet, services, observed, registry)
  if (!choice.ok) return choice
  const { pin, word, nodes } = choice.value
  const refusal = notAllowed(fleet, pin)
  if (refusal !== undefined) return refusal
  if (pin === undefined) return success({ fleet })
  if (fleet.phases.includes('stage') && word !== 'manifest')
    await services.context.journal?.write(entryOf(pin))
  const image = { name: pin.imageName, image: safeLine(pin.image, 400), word, ...(nodes && { nodes }) }
  tellOf(services, fleet, image, { observed, registry })
  return success({ fleet: pinned(fleet, pin), image })
}

interface Choice {
  readonly pin: Pin | undefined
  readonly word: ImageChoice['word']
  /** Whose word it is, where it is that of nodes. */
  readonly nodes?: readonly string[]
}

async function choose(
  fleet: Fleet,
  services: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
  registry: RegistryAnswer,
): Promise<Result<Choice>> {
  const { settings, renews } = fleet
  const name = settings.image
  const known = without(name, registry, fleet, observed)
  // A saved plan was made without asking a node, and is applied as it is.
  const mayAsk = fleet.phases.includes('stage') && fleet.pinned === undefined && observed.size > 0
  if (!mayAsk || known.pin?.version !== undefined) return success(known)
  const answer = await agreedImage({ ...fleet, asks: known.pin?.image ?? name }, services, observed)
  if (answer.ok) return success(withAnswer(known, name, answer.value))
  const isNeeded = answer.failure.reason === 'image-disputed' || (renews && known.pin === undefined)
  return isNeeded ? answer : success(known)
}

/** What is known without asking a node. */
function without(
  name: string,
  registry: RegistryAnswer,
  { renews }: Fleet,
  observed: ReadonlyMap<Node, Observed>,
): Choice {
  const sources = [...observed.values()].map(pinSource)
  if (isPinned(name)) return { pin: knownPin(name, sources), word: 'manifest' }
  const kept = renews ? undefined : knownPin(name, sources)
  if (kept !== undefined) return { pin: kept, word: 'fleet', nodes: votersFor(kept, observed) }
  return { pin: fromRegistry(name, registry, sources), word: 'registry' }
}

/** Where the digest was known, nodes are believed the version in it only. */
function withAnswer(known: Choice, name: string, { pin, nodes }: AgreedImage): Choice {
  if (known.pin === undefined) return { pin: { ...pin, imageName: name }, word: 'nodes', nodes }
  return { ...known, pin: { ...known.pin, version: pin.version } }
}

function fromRegistry(
  name: string,
  registry: RegistryAnswer,
  sources: readonly PinSource[],
): Pin | undefined {
  if (registry?.ok !== true) return undefined
  const image = pinnedTo(name, registry.value)
  const version = versionInTag(name) ?? knownPin(image, sources)?.version
  return { image, imageName: name, version }
}

function votersFor({ image, imageName }: Pin, observed: ReadonlyMap<Node, Observed>): string[] {
  const digest = digestIn(imageName, image)
  const voters = [...observed].filter(([, seen]) => digestOn(imageName, pinSource(seen)) === digest)
  return voters.map(([{ name }]) => name)
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

/** Where the operator lists digests, nothing else is run, whoever says it. */
function notAllowed({ settings, allowedDigests }: Fleet, pin: Pin | undefined): Result<never> | undefined {
  if (allowedDigests === undefined) return undefined
  const image = pin?.image ?? settings.image
  const digest = digestIn(image, image)
  if (digest !== undefined && allowedDigests.includes(digest)) return undefined
  return failed({ reason: 'image-not-allowed', image: safeLine(image, 400) })
}

function tellOf(
  { context }: RoleServices,
  { renews }: Fleet,
  choice: ImageChoice,
  { observed, registry }: { observed: ReadonlyMap<Node, Observed>; registry: RegistryAnswer },
): void {
  const tell = (type: 'notice' | 'warning', progress: Progress): void =>
    context.tell({ type, text: context.describe(progress) })
  const { name, image, word } = choice
  tell('notice', { kind: 'image-pinned', choice })
  const digest = digestIn(name, image)
  const others = [...observed].filter(([, seen]) => {
    const found = digestOn(name, pinSource(seen))
    return found !== undefined && found !== digest
  })
  if (others.length > 0 && !renews && word !== 'manifest')
    tell('warning', { kind: 'image-differs', image: name, nodes: others.map(([node]) => node.name) })
  if (word === 'fleet' && registry?.ok === true && registry.value !== digest)
    tell('notice', { kind: 'image-moved', image: name, digest: safeLine(registry.value) })
}
