import type { Failure } from '../../src/model/failure.ts'
import type { Command, Exit, Host } from '../../src/model/host.ts'
import { failed, type Result, success } from '../../src/model/result.ts'
import { safeText } from '../../src/values/safe-text.ts'

/** Which commands an answer is for: an exact title, a pattern for the title, or a predicate of the whole command. */
export type CommandMatcher = string | RegExp | ((command: Command) => boolean)

/** What a node answers. Missing parts are exit code 0 and no output. */
export type FakeAnswer = Partial<Exit> | { readonly failure: Failure } | ((command: Command) => FakeAnswer)

/** A matcher with the answer to every such command, or with one answer for each in turn. */
export type ScriptedAnswer = readonly [CommandMatcher, FakeAnswer | readonly FakeAnswer[]]

/** A Host that answers from a script, and keeps the commands that it was given. */
export interface FakeHost extends Host {
  readonly commands: readonly Command[]
  readonly closed: boolean
  /** Matchers that no command matched, and answers in turn that were not used up. */
  unused(): readonly string[]
}

/**
 * The first matcher that fits answers; stdout is also handed to `onLine`, line by line, up to one that it refuses. Throws on a command that
 * the script does not have, on one more than it has answers for, and on any command after `close`.
 */
export function fakeHost(name: string, script: readonly ScriptedAnswer[]): FakeHost {
  const commands: Command[] = []
  const counts = script.map(() => 0)
  let closed = false
  return {
    name,
    commands,
    get closed() {
      return closed
    },
    exec(command) {
      if (closed) throw new Error(`${name} was closed, and was given: ${command.title}`)
      commands.push(command)
      const index = script.findIndex(([matcher]) => matches(matcher, command))
      const answer = nthAnswer(script[index]?.[1], counts[index] ?? 0)
      if (answer === undefined) {
        throw new Error(`${name} has no answer for: ${command.title}\n${command.program}`)
      }
      counts[index] = (counts[index] ?? 0) + 1
      return Promise.resolve(give(answer, command))
    },
    close() {
      closed = true
      return Promise.resolve()
    },
    unused: () =>
      script
        .filter(([, answers], index) => (counts[index] ?? 0) < (isList(answers) ? answers.length : 1))
        .map(([matcher]) => String(matcher)),
  }
}

function matches(matcher: CommandMatcher, command: Command): boolean {
  if (typeof matcher === 'string') return matcher === command.title
  return matcher instanceof RegExp ? matcher.test(command.title) : matcher(command)
}

function isList(answers: FakeAnswer | readonly FakeAnswer[]): answers is readonly FakeAnswer[] {
  return Array.isArray(answers)
}

function nthAnswer(answers: ScriptedAnswer[1] | undefined, count: number): FakeAnswer | undefined {
  if (answers === undefined) return undefined
  return isList(answers) ? answers[count] : answers
}

function give(answer: FakeAnswer, command: Command): Result<Exit> {
  if (typeof answer === 'function') return give(answer(command), command)
  if ('failure' in answer) return failed(answer.failure)
  const { exitCode = 0, stdout = '', stderr = '' } = answer
  const refused = stdout
    .split('\n')
    .slice(0, -1)
    .some((line) => command.onLine?.(line) === false)
  if (refused) return failed({ reason: 'unreadable-answer', during: command.title, evidence: safeText('') })
  return success({ exitCode, stdout, stderr })
}
