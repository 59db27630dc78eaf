import { readFileSync } from 'node:fs'
import { posixQuote } from '../../src/shell/posix-quote.ts'
import type { WorkerFile } from './generation.ts'

type ProgramName = 'observe' | 'stage' | 'activate' | 'prechecks' | 'log'

/**
 * The text of a node-side program: its variables, the common prelude, its files where it has any, and its body
 * from programs/. It is sent on stdin, so neither a path nor a secret in it is seen in a process list.
 */
export function program(
  name: ProgramName,
  variables: Readonly<Record<string, string>>,
  files: readonly WorkerFile[] = [],
): string {
  const assignments = Object.entries(variables).map(([key, value]) => `${key}=${posixQuote(value)}`)
  return [...assignments, body('prelude'), ...(files.length > 0 ? [putFiles(files)] : []), body(name)].join(
    '\n',
  )
}

/** Each file travels as a quoted here-document, whose end marker its text cannot hold. */
function putFiles(files: readonly WorkerFile[]): string {
  const puts = files.map(({ path, text, secret, sha256 }) => {
    const marker = `END-OF-${sha256}`
    return `put ${posixQuote(path)} ${secret ? '0640' : '0644'} ${sha256} <<'${marker}'\n${text}${marker}`
  })
  return ['put_files() {', ...puts, '}', `PATHS=${posixQuote(files.map(({ path }) => path).join(' '))}`].join(
    '\n',
  )
}

const bodies = new Map<string, string>()

function body(name: ProgramName | 'prelude'): string {
  let text = bodies.get(name)
  if (text === undefined) {
    text = readFileSync(new URL(`./programs/${name}.sh`, import.meta.url), 'utf8')
    bodies.set(name, text)
  }
  return text
}
