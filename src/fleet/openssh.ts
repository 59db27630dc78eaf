import { execFile } from 'node:child_process'
import { isIP } from 'node:net'
import type { FileReader } from '../kolla/files/files.ts'
import type { Problem } from '../model/problem.ts'
import { safeLine } from '../values/safe-text.ts'
import { type OpenSshAnswer, readOpenSshAnswer } from './openssh-answer.ts'
import { type OpenSshConfig, readOpenSshConfig } from './openssh-config.ts'

/** A host that a login leads to, and the file that `ssh -F` is told to read, where it is. */
export interface OpenSshQuestion {
  readonly host: string
  readonly configFile?: string | undefined
}

/** What OpenSSH on this machine would do, as far as its configuration says anything. */
export interface OpenSsh {
  /** Undefined where nothing is configured, or OpenSSH does not say. */
  answerFor(question: OpenSshQuestion): OpenSshAnswer | undefined
  readonly problems: readonly Problem[]
}

/** Asks OpenSSH what it makes of a host: the output of `ssh -G`. The failure completes a sentence. */
export type AskOpenSsh = (question: OpenSshQuestion) => Promise<string | Error>

export interface OpenSshPlace {
  readonly home: string
  readonly files: FileReader
  readonly ask: AskOpenSsh
}

const AT_ONCE = 8
const DEEPEST = 8

/** Answers for these hosts and for the jump hosts on their ways, side by side, and none of them twice. */
export async function openSshFor(
  questions: readonly OpenSshQuestion[],
  place: OpenSshPlace,
): Promise<OpenSsh> {
  const configs = new Map<string, OpenSshConfig>()
  const answers = new Map<string, OpenSshAnswer>()
  const failures = new Map<string, string>()
  const configOf = ({ configFile }: OpenSshQuestion): OpenSshConfig => {
    const known = configs.get(configFile ?? '') ?? readOpenSshConfig(place.home, place.files, configFile)
    configs.set(configFile ?? '', known)
    return known
  }
  let open = questions
  for (let depth = 0; depth < DEEPEST && open.length > 0; depth += 1) {
    const fresh = open.filter(
      (one) => configOf(one).speaks && !answers.has(idOf(one)) && !failures.has(one.host),
    )
    await askEach(fresh, configOf, place.ask, { answers, failures })
    open = fresh.flatMap((one) =>
      (answers.get(idOf(one))?.jumps ?? []).map(({ host }) => ({ host, configFile: one.configFile })),
    )
  }
  return { answerFor: (question) => answers.get(idOf(question)), problems: problemsOf(failures) }
}

function idOf({ host, configFile = '' }: OpenSshQuestion): string {
  return `${configFile}\0${host}`
}

interface Found {
  readonly answers: Map<string, OpenSshAnswer>
  readonly failures: Map<string, string>
}

/** One host of each class is asked; the others have its answer under their own names, where its name is in nothing else. */
async function askEach(
  questions: readonly OpenSshQuestion[],
  configOf: (question: OpenSshQuestion) => OpenSshConfig,
  ask: AskOpenSsh,
  { answers, failures }: Found,
): Promise<void> {
  const classes = new Map<string, Map<string, OpenSshQuestion>>()
  for (const one of questions) {
    const id = `${one.configFile ?? ''}\0${isIP(one.host)}\0${configOf(one).classOf(one.host)}`
    classes.set(id, (classes.get(id) ?? new Map<string, OpenSshQuestion>()).set(one.host, one))
  }
  const take = (question: OpenSshQuestion, said: string | Error): OpenSshAnswer | undefined => {
    if (said instanceof Error) failures.set(question.host, said.message)
    else answers.set(idOf(question), readOpenSshAnswer(said))
    return answers.get(idOf(question))
  }
  await eachAtOnce([...classes.values()], async (members) => {
    const [first, ...others] = members.values()
    if (first === undefined) return
    const said = await ask(first)
    const answer = take(first, said)
    if (answer !== undefined && isOfAll(answer, first.host))
      for (const other of others) answers.set(idOf(other), { ...answer, hostname: other.host })
    else await eachAtOnce(others, async (other) => void take(other, await ask(other)))
  })
}

function isOfAll(answer: OpenSshAnswer, host: string): boolean {
  const { hostname, ...rest } = answer
  return hostname === host.toLowerCase() && !JSON.stringify(rest).includes(host)
}

async function eachAtOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function problemsOf(failures: ReadonlyMap<string, string>): readonly Problem[] {
  const [first] = failures
  if (first === undefined) return []
  const [host, why] = first
  const more = failures.size > 1 ? ` and ${failures.size - 1} more` : ''
  return [
    {
      severity: 'warning',
      at: undefined,
      path: `host ${host}`,
      message: `\`ssh -G\` does not say how ${host}${more} would be reached, so ssh_config is not used there: ${why}`,
      remedy: `run it by hand: \`ssh -G ${host}\``,
    },
  ]
}

const PATIENCE = 5000
const LONGEST = 256 * 1024

/** By the ssh of the PATH. */
export const askWithSsh: AskOpenSsh = async ({ host, configFile }) => {
  const words = [...(configFile === undefined ? [] : ['-F', configFile]), '-G', '--', host]
  return new Promise((resolve) => {
    execFile('ssh', words, { timeout: PATIENCE, maxBuffer: LONGEST }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else resolve(new Error(safeLine(stderr.trim() || error.message, 200)))
    })
  })
}
