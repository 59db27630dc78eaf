import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { failed, type Result, success } from '../model/result.ts'

export interface ReadFile {
  readonly text: string
  /** Permissions, as chmod knows them. */
  readonly mode: number
}

/** Why a file was not read: what it is instead, how many bytes it has, or the code of the system, as ENOENT. */
export type NotRead =
  | { readonly reason: 'folder' }
  | { readonly reason: 'no-file' }
  | { readonly reason: 'too-large'; readonly bytes: number }
  | { readonly reason: 'refused'; readonly code: string }

/** Bytes of the largest file that an operator writes. */
export const LARGEST_FILE = 4 * 1024 * 1024

/**
 * Reads a file of at most `largest` bytes as UTF-8. Only files: a pipe that nobody writes to would stop the program,
 * and a device has no end.
 */
export function readFile(path: string, largest: number = LARGEST_FILE): Result<ReadFile, NotRead> {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const facts = fstatSync(file)
    const obstacle = obstacleIn(facts, largest)
    if (obstacle !== undefined) return failed(obstacle)
    return success({ text: readFileSync(file, 'utf8'), mode: facts.mode & 0o777 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return failed({ reason: 'refused', code })
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Whether everybody on this machine may write to a folder, so that what lies in it is nobody's word. */
export function isWritableByAll(folder: string): boolean {
  const facts = statSync(folder, { throwIfNoEntry: false })
  return facts === undefined || (facts.mode & 0o002) !== 0
}

function obstacleIn(facts: Stats, largest: number): NotRead | undefined {
  if (facts.isDirectory()) return { reason: 'folder' }
  if (!facts.isFile()) return { reason: 'no-file' }
  return facts.size > largest ? { reason: 'too-large', bytes: facts.size } : undefined
}
