import { readdirSync, readFileSync } from 'node:fs'

/** A file that is there but cannot be read, and why, as the operating system says it. */
export interface UnreadableFile {
  readonly unreadable: string
}

/** All that this folder knows of a disk. Paths are as the operator wrote them, or joined to such. */
export interface FileReader {
  /** The text of a file; undefined where there is none. */
  readText(path: string): string | UnreadableFile | undefined
  /** The names in a directory, in any order; undefined where there is no such directory. */
  listDirectory(path: string): readonly string[] | undefined
}

/** The disk of the machine this runs on. */
export const diskReader: FileReader = { readText: textOnDisk, listDirectory: namesOnDisk }

function textOnDisk(path: string): string | UnreadableFile | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' ? undefined : { unreadable: code }
  }
}

function namesOnDisk(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path)
  } catch {
    return undefined
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
