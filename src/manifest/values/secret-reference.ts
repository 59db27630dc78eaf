import type { Problem } from '../../model/problem.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { nearest } from '../../values/did-you-mean.ts'
import { Secret } from '../../values/secret.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import {
  doubtful,
  type ManifestProblem,
  type ProblemText,
  wrong,
  wrongIf,
} from '../problems/manifest-problem.ts'
import { localPath } from './local-path.ts'

/** A secret that the manifest refers to. */
export interface SecretReference {
  /** As written, such as `env:MIMIR_PASSWORD`; it may be shown. */
  readonly written: string
  /** Reads the secret, or runs its command, at the first call only; later calls return the same. Never rejects. */
  readonly resolve: () => Promise<Result<Secret, Problem>>
}

type Source =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cmd'; readonly command: string }

const KINDS = ['env', 'file', 'cmd']
const REMEDY = 'write env:NAME, file:PATH or cmd:COMMAND'

/** What is wrong with a reference before anything is run: a literal, a variable that is not set, a file not readable. */
export function referenceProblems(
  path: YamlPath,
  written: string,
  context: ManifestContext,
): ManifestProblem[] {
  const source = sourceOf(written, context)
  if (!source.ok) return wrongIf(path, source.failure)
  if (source.value.kind === 'cmd') return []
  const value = valueNow(source.value, context)
  const problems = value.ok ? [] : [wrong(path, value.failure.message, value.failure.remedy)]
  return source.value.kind === 'file' ? [...problems, ...privacy(path, source.value.path, context)] : problems
}

/** A reference without problems. `at` makes a Problem of what goes wrong later. */
export function secretReference(
  written: string,
  context: ManifestContext,
  at: (text: ProblemText) => Problem,
): SecretReference {
  let answer: Promise<Result<Secret, Problem>> | undefined
  const resolve = async (): Promise<Result<Secret, Problem>> => {
    const value = await secretValue(written, context)
    return value.ok ? success(new Secret(value.value)) : failed(at(value.failure))
  }
  return {
    written,
    resolve: () => {
      answer ??= resolve()
      return answer
    },
  }
}

/** A private file of this machine that others may read, as a warning. */
export function privacy(path: YamlPath, file: string, context: ManifestContext): ManifestProblem[] {
  const read = context.readText(file)
  if (!read.ok || (read.value.mode & 0o077) === 0) return []
  const mode = read.value.mode.toString(8).padStart(4, '0')
  return [doubtful(path, `${file} has mode ${mode}, so that other users may get at it`, `chmod 600 ${file}`)]
}

async function secretValue(written: string, context: ManifestContext): Promise<Result<string, ProblemText>> {
  const source = sourceOf(written, context)
  if (!source.ok) return source
  if (source.value.kind !== 'cmd') return valueNow(source.value, context)
  const printed = await context.runCommand(source.value.command, context.folder)
  if (printed.ok) return oneLine(printed.value, 'what the command printed')
  return failed({
    message: `the command ${printed.failure}`,
    remedy: 'run it by hand; it must print the secret on stdout',
  })
}

function sourceOf(written: string, context: ManifestContext): Result<Source, ProblemText> {
  const { kind = '', rest = '' } = /^(?<kind>[A-Za-z]+):(?<rest>.*)$/su.exec(written)?.groups ?? {}
  if (!KINDS.includes(kind)) {
    const meant = kind === '' ? undefined : nearest(kind, KINDS)
    const message = 'expected a reference to a secret, found text that is none (not shown)'
    return failed({ message, remedy: meant ? `did you mean ${meant}:?` : REMEDY })
  }
  if (rest.trim() === '')
    return failed({ message: `expected something after ${kind}:, found nothing`, remedy: REMEDY })
  if (kind === 'file') return success({ kind, path: localPath(rest, context) })
  if (kind === 'cmd') return success({ kind, command: rest })
  if (/^[A-Za-z_]\w*$/u.test(rest)) return success({ kind: 'env', name: rest })
  return failed({
    message: 'expected the name of a variable after env:, found other text (not shown)',
    remedy: 'write e.g. env:MIMIR_PASSWORD',
  })
}

function valueNow(
  source: Exclude<Source, { kind: 'cmd' }>,
  context: ManifestContext,
): Result<string, ProblemText> {
  if (source.kind === 'env') {
    const value = Object.hasOwn(context.env, source.name) ? context.env[source.name] : undefined
    if (value !== undefined) return oneLine(value, `the environment variable ${source.name}`)
    const message = `the environment variable ${source.name} is not set`
    return failed({ message, remedy: `export ${source.name}, then run again` })
  }
  const read = context.readText(source.path)
  if (read.ok) return oneLine(read.value.text, source.path)
  return failed({
    message: `${source.path} ${read.failure}`,
    remedy: 'put the secret there, or correct the path',
  })
}

/** A secret is one line: with a line break inside, no header and no prompt would take it. */
function oneLine(text: string, where: string): Result<string, ProblemText> {
  const value = text.replace(/\r?\n$/u, '')
  const remedy = 'it must hold the secret alone, on one line'
  if (value.trim() === '') return failed({ message: `${where} is empty`, remedy })
  if (/[\r\n\0]/u.test(value)) return failed({ message: `${where} has more than one line`, remedy })
  return success(value)
}
