import { readdirSync } from 'node:fs'
import { readFile } from '../../files/read-file.ts'

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

/** passwords.yml of a large cloud has some 20 KB, what Ansible caches of a thousand hosts some megabytes. */
const LARGEST = 64 * 1024 * 1024

function textOnDisk(path: string): string | UnreadableFile | undefined {
  const read = readFile(path, LARGEST)
  if (read.ok) return read.value.text
  const { failure } = read
  if (failure.reason === 'folder') return undefined
  if (failure.reason === 'no-file') return { unreadable: 'a device, pipe or socket' }
  if (failure.reason === 'too-large') return { unreadable: `${failure.bytes} bytes, more than ${LARGEST}` }
  return failure.code === 'ENOENT' || failure.code === 'ENOTDIR' ? undefined : { unreadable: failure.code }
}

function namesOnDisk(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path)
  } catch {
    return undefined
  }
}
