import type { Host } from '../../../../src/model/host.ts'
import { type Result, success } from '../../../../src/model/result.ts'
import { nodeValuesOf } from '../../generation/generation.ts'
import { expectedFrom } from '../../generation/read-back.ts'
import { readRecord } from '../../generation/record.ts'
import type { FoundTexts } from '../../generation/texts.ts'
import type { WorkerExpectation } from '../../generation/worker-expectation.ts'
import { sums } from '../../node/read-facts.ts'
import type { WorkerSettings } from '../../worker/vars.ts'
import { programFailure } from '../failures.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

export interface ReadGenerationOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  /** Its name. */
  readonly generation: string
  readonly deadline: number
  readonly signal: AbortSignal
}

/**
 * What a node must run for a generation that is on it, read back from its own files. Undefined where it
 * has no record of itself, or is not what its name says any more.
 */
export async function readExpectation(
  order: ReadGenerationOrder,
): Promise<Result<WorkerExpectation | undefined>> {
  const read = await readGeneration(order)
  if (!read.ok) return read
  const value = read.value
  const record = readRecord(value('record'))
  if (record === undefined) return success(undefined)
  const { generation: name, settings } = order
  const { directory } = settings
  const configuration = asFile(value('configuration'))
  return success(expectedFrom({ name, record, configuration, sums: sums(value('files'), './'), directory }))
}

/** The texts of a generation on a node; of its secret files nothing is read. */
export async function readTexts(order: ReadGenerationOrder): Promise<Result<FoundTexts>> {
  const read = await readGeneration(order)
  if (!read.ok) return read
  const value = read.value
  const record = readRecord(value('record'))
  return success({
    configuration: asFile(value('configuration')),
    project: asFile(value('project')),
    nodeValues: record === undefined ? [] : nodeValuesOf(record),
  })
}

/** Fact → its value, empty where the node does not give it. */
async function readGeneration(order: ReadGenerationOrder): Promise<Result<(fact: string) => string>> {
  const { directory, image } = order.settings
  const text = program('read-generation', { DIRECTORY: directory, GENERATION: order.generation })
  const failure = programFailure(image, directory)
  const title = 'read-generation'
  const answer = await runProgram({ ...order, cancellable: true, title, program: text, failure })
  if (!answer.ok) return answer
  return success((fact) => answer.value.facts.get(fact)?.value ?? '')
}

/** The last newline of a file is lost on its way through the shell. */
function asFile(text: string): string {
  return text === '' ? '' : `${text}\n`
}
