import { type DurationRange, outOfRange } from '../duration-range.ts'
import { imageFault, isFloating } from '../image-reference.ts'
import { parseListen } from '../listen.ts'
import { doubtful, type Mistake, wrongIf } from '../mistake.ts'
import { directoryFault } from '../worker-directory.ts'
import type { Draft } from '../written.ts'

const RETENTION: DurationRange = ['1m', '10y']

/** Whether a worker can live as the manifest says. */
export function workerMistakes({ worker = {} }: Draft): Mistake[] {
  const { directory, image, listen, retention } = worker
  const listening = listen === undefined ? undefined : parseListen(listen)
  return [
    ...(directory === undefined ? [] : wrongIf(['worker', 'directory'], directoryFault(directory))),
    ...(image === undefined ? [] : imageMistakes(image)),
    ...wrongIf(['worker', 'listen'], listening?.ok === false ? listening.failure : undefined),
    ...outOfRange(['worker', 'retention'], retention, RETENTION),
  ]
}

function imageMistakes(image: string): Mistake[] {
  const path = ['worker', 'image']
  const fault = imageFault(image)
  if (fault) return wrongIf(path, fault)
  if (!isFloating(image)) return []
  return [
    doubtful(
      path,
      `${image} may be another image tomorrow than it is today`,
      'write a version as its tag, or a digest',
    ),
  ]
}
