import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { failed, type Result, success } from '../model/result.ts'
import { safeLine } from '../values/safe-text.ts'
import type { ManifestContext, TextFile } from './problems/context.ts'
import { runCommand } from './values/secret-command.ts'

const LARGEST = 4 * 1024 * 1024

/** The context of a manifest that is read on this machine, in the environment of this process. */
export function thisMachine(exporters: readonly string[]): ManifestContext {
  return { env: process.env, home: homedir(), folder: process.cwd(), exporters, readText, runCommand }
}

function readText(path: string): Result<TextFile, string> {
  let file: number | undefined
  try {
    // O_NONBLOCK: a pipe that nobody writes to must not stop the program.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const facts = fstatSync(file)
    if (facts.isDirectory()) return failed('is a folder')
    if (!facts.isFile()) return failed('is not a file')
    if (facts.size > LARGEST) return failed(`has ${facts.size} bytes, more than ${LARGEST}`)
    return success({ text: readFileSync(file, 'utf8'), mode: facts.mode & 0o777 })
  } catch (error) {
    return failed(unreadable(error))
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  if (code === 'ENOTDIR') return 'does not exist: a part of its path is a file'
  return `cannot be read (${safeLine(String(code ?? error))})`
}
