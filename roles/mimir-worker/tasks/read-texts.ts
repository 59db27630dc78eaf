import { type Result, success } from '../../../src/model/result.ts'
import type { FoundTexts } from '../changes.ts'
import { programFailure } from '../failures.ts'
import { ownOf } from '../generation.ts'
import { readRecord } from '../generation-record.ts'
import { program } from '../programs.ts'
import type { RecallOrder } from './recall.ts'
import { runProgram } from './run-program.ts'

/** The texts of a generation that lies on a node; of its secret files nothing is read. */
export async function readTexts(order: RecallOrder): Promise<Result<FoundTexts>> {
  const { settings, generation } = order
  const { directory, image } = settings
  const text = program('recall', { DIRECTORY: directory, GENERATION: generation })
  const failure = programFailure(image, directory)
  const answer = await runProgram({ ...order, cancellable: true, title: 'recall', program: text, failure })
  if (!answer.ok) return answer
  const value = (fact: string): string => answer.value.facts.get(fact)?.value ?? ''
  const record = readRecord(value('record'))
  return success({
    configuration: asFile(value('configuration')),
    project: asFile(value('project')),
    own: record === undefined ? [] : ownOf(record),
  })
}

/** The last newline of a file is lost on its way through the shell. */
function asFile(text: string): string {
  return text === '' ? '' : `${text}\n`
}
