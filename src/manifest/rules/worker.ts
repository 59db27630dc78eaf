import { doubtful, type ManifestProblem, wrong, wrongIf } from '../problems/mistake.ts'
import type { Draft } from '../schema/written.ts'
import { type DurationRange, outOfRange } from '../values/duration-range.ts'
import { imageFault, isFloating, majorVersion } from '../values/image-reference.ts'
import { parseListen } from '../values/listen.ts'
import { directoryFault } from '../values/worker-directory.ts'

const RETENTION: DurationRange = ['1m', '10y']

/** Whether a worker can live as the manifest says. */
export function workerMistakes({ worker = {} }: Draft): ManifestProblem[] {
  const { directory, image, listen, mode, retention } = worker
  const listening = listen === undefined ? undefined : parseListen(listen)
  return [
    ...(directory === undefined ? [] : wrongIf(['worker', 'directory'], directoryFault(directory))),
    ...(image === undefined ? [] : imageMistakes(image)),
    ...wrongIf(['worker', 'listen'], listening?.ok === false ? listening.failure : undefined),
    ...(mode === 'agent' && image !== undefined ? agentMistakes(image) : []),
    ...outOfRange(['worker', 'retention'], retention, RETENTION),
  ]
}

/** Prometheus 2 and 3 are made agents by different flags, and each refuses the other's. */
function agentMistakes(image: string): ManifestProblem[] {
  if (imageFault(image) !== undefined || majorVersion(image) !== undefined) return []
  const message = `an agent of Prometheus 2 has other flags than one of 3, and ${image} does not tell which it is`
  return [
    wrong(['worker', 'image'], message, 'write its version as the tag, before the digest where there is one'),
  ]
}

function imageMistakes(image: string): ManifestProblem[] {
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
