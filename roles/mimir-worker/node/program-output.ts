import type { Failure } from '../../../src/model/failure.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { jsonRecord, textOf } from '../../../src/values/json.ts'
import { safeText } from '../../../src/values/safe-text.ts'

/** One line of a node-side program's answer, as programs/prelude.sh prints them. */
export type AnswerLine =
  | { readonly fact: string; readonly value: string; readonly exit: number }
  | { readonly progress: string }
  | { readonly changed: string }
  | { readonly failure: string; readonly evidence: string }
  | { readonly done: true }

/** Reads one line; undefined where no program of kolla-mimir printed it. */
export function answerLine(line: string): AnswerLine | undefined {
  const record = jsonRecord(line)
  if (record === undefined) return undefined
  const value =
    typeof record['base64'] === 'string' ? Buffer.from(record['base64'], 'base64').toString('utf8') : ''
  if (typeof record['fact'] === 'string')
    return { fact: record['fact'], value, exit: Number(textOf(record, 'exit')) }
  if (typeof record['failure'] === 'string') return { failure: record['failure'], evidence: value }
  if (typeof record['progress'] === 'string') return { progress: record['progress'] }
  if (typeof record['changed'] === 'string') return { changed: record['changed'] }
  return record['done'] === true ? { done: true } : undefined
}

/** What a program reported; it is known to have reached its end. */
export interface ProgramOutput {
  readonly facts: ReadonlyMap<string, { readonly value: string; readonly exit: number }>
  readonly changed: readonly string[]
}

/**
 * Put the lines of one program together. It counts as answered only with its last line: an exit status of 0
 * without it is a shell that was cut off, or a node that is not what it seems.
 */
export function readProgramOutput(
  lines: readonly string[],
  during: string,
  failure: (reason: string, evidence: string) => Failure,
): Result<ProgramOutput> {
  const facts = new Map<string, { value: string; exit: number }>()
  const changed: string[] = []
  for (const line of lines) {
    const answer = answerLine(line)
    if (answer === undefined)
      return failed({ reason: 'unreadable-answer', during, evidence: safeText(line, 500) })
    if ('failure' in answer) return failed(failure(answer.failure, answer.evidence))
    if ('fact' in answer) facts.set(answer.fact, { value: answer.value, exit: answer.exit })
    if ('changed' in answer) changed.push(answer.changed)
    if ('done' in answer) return success({ facts, changed })
  }
  const last = lines.at(-1) ?? 'nothing'
  return failed({ reason: 'unreadable-answer', during, evidence: safeText(`it ended after: ${last}`, 500) })
}
