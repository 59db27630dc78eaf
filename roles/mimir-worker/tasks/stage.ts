import type { Host } from '../../../src/model/host.ts'
import type { Act } from '../../../src/model/news.ts'
import type { Result } from '../../../src/model/result.ts'
import type { Answer } from '../answer.ts'
import { programFailure } from '../failures.ts'
import type { Generation } from '../generation.ts'
import { program } from '../programs.ts'
import { projectName, type WorkerSettings } from '../vars.ts'
import { runProgram } from './run-program.ts'

/** Group of the worker's process in the image: `nobody` of prom/prometheus. Secret files are readable by it. */
const WORKER_GROUP = '65534'

export interface StageOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  readonly generation: Generation
  /** False where the engine has the image already. */
  readonly pull: boolean
  readonly deadline: number
  readonly signal: AbortSignal
  readonly progress: (act: Act) => void
}

/** Files and image onto the node, and the one checked with the promtool of the other. Nothing that runs is touched. */
export async function stage(order: StageOrder): Promise<Result<Answer>> {
  const { settings, generation, pull } = order
  const variables = {
    DIRECTORY: settings.directory,
    GENERATION: generation.name,
    PROJECT: projectName(settings.directory),
    IMAGE: settings.image,
    PULL: pull ? 'yes' : 'no',
    GROUP: WORKER_GROUP,
  }
  return runProgram({
    ...order,
    cancellable: true,
    title: 'stage',
    program: program('stage', variables, generation.files),
    failure: programFailure(settings.image, settings.directory),
  })
}
