import type { Host } from '../../../src/model/host.ts'
import { type Result, success } from '../../../src/model/result.ts'
import type { Look } from '../checks/look.ts'
import { programFailure } from '../failures.ts'
import { expectedFrom } from '../found-generation.ts'
import { readRecord } from '../generation-record.ts'
import { program } from '../programs.ts'
import { sums } from '../read-facts.ts'
import type { WorkerSettings } from '../vars.ts'
import { runProgram } from './run-program.ts'

export interface RecallOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  /** Its name. */
  readonly generation: string
  readonly deadline: number
  readonly signal: AbortSignal
}

/**
 * What a node has to show that runs a generation which lies on it, read back from its own files. Undefined where it
 * has no record of itself, or is not what its name says any more.
 */
export async function recall(
  order: RecallOrder,
): Promise<Result<Pick<Look, 'vars' | 'generation' | 'project'> | undefined>> {
  const { settings, generation: name } = order
  const { directory, image } = settings
  const text = program('recall', { DIRECTORY: directory, GENERATION: name })
  const failure = programFailure(image, directory)
  const answer = await runProgram({ ...order, cancellable: true, title: 'recall', program: text, failure })
  if (!answer.ok) return answer
  const value = (fact: string): string => answer.value.facts.get(fact)?.value ?? ''
  const record = readRecord(value('record'))
  if (record === undefined) return success(undefined)
  // The last newline of a file is lost on its way through the shell.
  const configuration = `${value('configuration')}\n`
  return success(expectedFrom({ name, record, configuration, sums: sums(value('files'), './'), directory }))
}
