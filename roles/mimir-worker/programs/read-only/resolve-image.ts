import type { Host } from '../../../../src/model/host.ts'
import type { Activity } from '../../../../src/model/progress.ts'
import { type Result, success } from '../../../../src/model/result.ts'
import { digestsOf, imageFor, isPinned, namesOf, pinnedTo, readLocalImages } from '../../worker/image.ts'
import type { Pin } from '../../worker/image-pin.ts'
import { programFailure } from '../failures.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

export interface ResolveOrder {
  readonly host: Host
  readonly directory: string
  /** The operator's name for it. */
  readonly image: string
  /** Whether the registry is queried, also where the node has an image of that name. */
  readonly pull: boolean
  readonly deadline: number
  readonly signal: AbortSignal
  readonly progress: (act: Activity) => void
}

/** What the name of an image stands for now, found out on one node for all of them. */
export async function resolveImage(order: ResolveOrder): Promise<Result<Pin>> {
  const { directory, pull } = order
  const { image, imageName } = namesOf(order.image)
  const text = program('resolve-image', { IMAGE: image, PULL: pull ? 'yes' : 'no' })
  const failure = programFailure(image, directory)
  const answer = await runProgram({
    ...order,
    cancellable: true,
    title: 'resolve-image',
    program: text,
    failure,
  })
  if (!answer.ok) return answer
  const value = (name: string): string => answer.value.facts.get(name)?.value ?? ''
  const digests = digestsOf(imageFor(readLocalImages(value('images')), image), image)
  const digest = digests.find((one) => one === value('pulled')) ?? digests[0]
  const version = /\bversion (?<version>\d[\w.+-]*)/u.exec(value('version'))?.groups?.['version']
  const pinned = isPinned(image) || digest === undefined ? image : pinnedTo(image, digest)
  return success({ image: pinned, imageName, version: version?.split('+', 1)[0] })
}
