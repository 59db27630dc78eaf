import type { Facts } from '../node/facts.ts'
import { imageFor } from '../worker/image.ts'

/**
 * The image of a generation on the node that its engine no longer has, so that going back to it needs the registry;
 * undefined if the engine has it, or if either is not known.
 */
export function missingImage(
  { engine, madeOf, images }: Pick<Facts, 'engine' | 'madeOf' | 'images'>,
  generation: string | undefined,
): string | undefined {
  const image = generation === undefined ? undefined : madeOf?.get(generation)
  if (image === undefined || engine.state !== 'up') return undefined
  return imageFor(images, image) === undefined ? image : undefined
}
