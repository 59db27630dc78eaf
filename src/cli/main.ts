import type { Verb as VerbName } from '../model/verb.ts'
import type { Role } from '../play/role.ts'
import { nearest } from '../values/did-you-mean.ts'
import { readArguments } from './command-line/arguments.ts'
import { EXIT } from './command-line/exit-code.ts'
import { helpText, overviewText } from './command-line/help.ts'
import type { VerbDefinition } from './command-line/verb.ts'
import { version } from './run-record.ts'
import { printUsageErrors } from './usage-errors.ts'
import { destroy } from './verbs/destroy.ts'
import { importVerb } from './verbs/import.ts'
import { logs } from './verbs/logs.ts'
import { plan } from './verbs/plan.ts'
import { prechecks } from './verbs/prechecks.ts'
import { reload } from './verbs/reload.ts'
import { restart } from './verbs/restart.ts'
import { rollback } from './verbs/rollback.ts'
import { rollout } from './verbs/rollout.ts'
import { status } from './verbs/status.ts'
import { upgrade } from './verbs/upgrade.ts'
import { verify } from './verbs/verify.ts'

const BY_NAME: Readonly<Record<VerbName, VerbDefinition>> = {
  import: importVerb,
  prechecks,
  plan,
  rollout,
  reload,
  restart,
  upgrade,
  rollback,
  verify,
  status,
  logs,
  destroy,
}

/** All verbs, in the order in which an operator meets them. */
export const VERBS: readonly VerbDefinition[] = Object.values(BY_NAME)

/** One verb, as `command` calls it: the words of its command line in, the exit code out. */
export async function main(
  name: VerbName,
  role: Role,
  words: readonly string[],
  command = `npx zx scripts/${name}.mjs`,
): Promise<number> {
  const verb = BY_NAME[name]
  const read = readArguments(words, verb, VERBS)
  if (read.kind === 'run') return verb.run(role, read.args)
  if (read.kind === 'wrong') return printUsageErrors(read.problems, command)
  process.stdout.write(read.kind === 'help' ? helpText(verb, command) : `kolla-mimir ${version()}\n`)
  return EXIT.done
}

/** The program with its verb as the first word. */
export async function mainOfAll(role: Role, words: readonly string[]): Promise<number> {
  const [first, ...others] = words
  const command = 'kolla-mimir'
  const verb = VERBS.find(({ name }) => name === first)
  if (verb !== undefined) return main(verb.name, role, others, `${command} ${verb.name}`)
  if (first === '--version') process.stdout.write(`${command} ${version()}\n`)
  else if (first === '--help' || first === '-h') process.stdout.write(overviewText(VERBS, command))
  else return printUsageErrors([unknownVerb(first)], command)
  return EXIT.done
}

function unknownVerb(word: string | undefined): string {
  if (word === undefined) return 'no verb is named; write e.g. kolla-mimir plan inventory.yml'
  const names = VERBS.map(({ name }) => name)
  const guess = nearest(word, names)
  return `${word}: there is no such verb; ${guess === undefined ? `there are ${names.join(', ')}` : `did you mean ${guess}?`}`
}
