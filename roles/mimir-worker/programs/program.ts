import { readFileSync } from 'node:fs'
import { posixQuote } from '../../../src/shell/posix-quote.ts'
import type { WorkerFile } from '../generation/generation.ts'

/** What starts, reloads and replaces the worker, and takes an activation back. */
const WORKER = ['lib/compose', 'lib/containers', 'lib/images', 'lib/worker', 'lib/revert'] as const

/** The files of programs/ that each program is put together from, in their order. */
const PARTS = {
  observe: ['lib/containers', 'lib/images', 'read-only/observe'],
  prechecks: ['lib/compose', 'lib/directory', 'lib/exporter-words', 'read-only/prechecks'],
  'exporter-logs': ['lib/exporter-words', 'read-only/exporter-logs'],
  'worker-errors': ['read-only/worker-errors'],
  logs: ['read-only/logs'],
  'read-generation': ['read-only/read-generation'],
  'resolve-image': ['lib/images', 'read-only/resolve-image'],
  stage: ['lib/directory', 'lib/lease', 'lib/compose', 'lib/images', 'changing/stage'],
  activate: ['lib/directory', 'lib/lease', ...WORKER, 'changing/activate'],
  confirm: ['lib/directory', 'lib/lease', ...WORKER, 'changing/confirm'],
  revert: ['lib/directory', 'lib/lease', ...WORKER, 'changing/revert'],
  destroy: ['lib/directory', 'lib/lease', 'lib/revert', 'lib/inventory', 'changing/destroy'],
  'take-lease': ['lib/directory', 'lib/lease', 'lib/inventory', 'lease/take-lease'],
  'renew-lease': ['lib/directory', 'lib/lease', 'lease/renew-lease'],
  'release-lease': ['lib/directory', 'lib/lease', 'lease/release-lease'],
} as const

type ProgramName = keyof typeof PARTS

type Variables = Readonly<Record<string, string>>

/**
 * The text of a node-side program: its variables, the common prelude, its files where it has any, and its body
 * from programs/. It is sent on stdin, so neither a path nor a secret in it is seen in a process list.
 */
export function program(name: ProgramName, variables: Variables, files: readonly WorkerFile[] = []): string {
  return [
    ...assignments(variables),
    body('lib/prelude'),
    ...(files.length > 0 ? [putFiles(files)] : []),
    ...(name === 'activate' ? [putAutoRevert(variables)] : []),
    ...PARTS[name].map(body),
  ].join('\n')
}

function assignments(variables: Variables): string[] {
  return Object.entries(variables).map(([key, value]) => `${key}=${posixQuote(value)}`)
}

/** What waits on the node for an activation to be confirmed is a program of its own, that is left there as a file. */
function putAutoRevert({ DIRECTORY = '', PROJECT = '', SERVICE = '' }: Variables): string {
  const parts = ['lib/prelude', 'lib/directory', 'lib/lease', ...WORKER, 'changing/auto-revert'] as const
  const text = [...assignments({ DIRECTORY, PROJECT, SERVICE }), ...parts.map(body)].join('\n')
  return `put_auto_revert() {\ncat <<'END-OF-AUTO-REVERT'\n${text}END-OF-AUTO-REVERT\n}`
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

function body(name: string): string {
  let text = bodies.get(name)
  if (text === undefined) {
    text = readFileSync(new URL(`./${name}.sh`, import.meta.url), 'utf8')
    bodies.set(name, text)
  }
  return text
}
