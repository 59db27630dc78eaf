import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { resolveImage } from '../programs/read-only/resolve-image.ts'
import { imageFor } from '../worker/image.ts'
import type { Pin } from '../worker/image-pin.ts'
import type { Fleet, RoleServices } from './fleet.ts'
import type { Observed } from './observe.ts'
import { pullLimiter } from './pull-limiter.ts'

/** Answers that have to agree, where there are so many nodes. */
const ENOUGH = 3

/** Where so many nodes were asked and too few could answer, no other is. */
const MOST_ASKED = 9

export interface AgreedImage {
  readonly pin: Pin
  /** Whose word it is. */
  readonly nodes: readonly string[]
}

type Asking = Fleet & {
  /** The name, or the digest of which only the version is asked. */
  readonly asks: string
}

type Answers = Map<string, Pin>

/**
 * What nodes say that a name stands for, where the registry could not be asked from here: three that share as little as
 * can be, all of which agree. Those that have the image come first: what they have they need not fetch.
 */
export async function agreedImage(
  asking: Asking,
  services: RoleServices,
  observed: ReadonlyMap<Node, Observed>,
): Promise<Result<AgreedImage>> {
  const { asks: image } = asking
  const able = spread([...observed].filter(([, { facts }]) => facts.engine.state === 'up'))
  const has = ([, { facts }]: Candidate): boolean => imageFor(facts.images, image) !== undefined
  const waiting = [...able.filter(has), ...able.filter((one) => !has(one))]
  const answers: Answers = new Map()
  const pull = limited(asking, services)
  let last: Result<Pin> = success({ image, imageName: image, version: undefined })
  for (let asked = 0; answers.size < ENOUGH && asked < Math.min(waiting.length, MOST_ASKED); ) {
    const next = waiting.slice(asked, asked + ENOUGH - answers.size)
    asked += next.length
    const found = await Promise.all(
      next.map(async (one) => [one[0].name, await pull(one, has(one))] as const),
    )
    for (const [name, answer] of found) {
      if (answer.ok) answers.set(name, answer.value)
      else last = answer
    }
  }
  const isEnough = answers.size >= ENOUGH || (answers.size > 0 && waiting.length <= MOST_ASKED)
  return isEnough ? agreement(image, answers) : last.ok ? success({ pin: last.value, nodes: [] }) : last
}

type Candidate = readonly [Node, Observed]

/** One of each failure domain first: what spoils a rack does not decide. */
function spread(nodes: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>()
  const isFirst = new Set(
    nodes.filter(([{ name, domain = name }]) => !seen.has(domain) && seen.add(domain).has(domain)),
  )
  return [...nodes.filter((one) => isFirst.has(one)), ...nodes.filter((one) => !isFirst.has(one))]
}

function limited(
  { asks: image, settings, deadlines, renews }: Asking,
  { context }: RoleServices,
): (candidate: Candidate, has: boolean) => Promise<Result<Pin>> {
  const [deadline, signal] = [deadlines.stage, context.interruption.aborting]
  const notice = (progress: Progress): void =>
    context.tell({ type: 'notice', text: context.describe(progress) })
  const resting = (seconds: number): void => notice({ kind: 'registry-limits', seconds })
  const pace = pullLimiter(ENOUGH)
  return async ([{ name }, { host }], has) => {
    notice({ kind: 'resolving', image, node: name })
    const order = { host, directory: settings.directory, image, pull: renews || !has, deadline, signal }
    return pace(async () => resolveImage({ ...order, progress: () => undefined }), {
      deadline,
      signal,
      resting,
    })
  }
}

/** All say the same image; a version that they do not agree on is not known. */
function agreement(image: string, answers: Answers): Result<AgreedImage> {
  const nodes = [...answers.keys()]
  const groups = groupBy(answers, ([, pin]) => pin.image)
  const [first] = answers.values()
  if (groups.size > 1 || first === undefined) {
    const said = [...groups].map(([found, who]) => `${who.map(([name]) => name).join(', ')}: ${found}`)
    return failed({
      reason: 'image-disputed',
      image: safeLine(image, 400),
      evidence: safeLine(said.join('; '), 1000),
    })
  }
  const versions = new Set([...answers.values()].map(({ version }) => version))
  return success({ pin: { ...first, version: versions.size === 1 ? first.version : undefined }, nodes })
}
