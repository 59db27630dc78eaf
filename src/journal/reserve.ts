import { randomBytes } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes: what a run of some hundred nodes writes. */
const RESERVED = 1024 * 1024

/** Bytes that are given back at a time, so that others on a full disk do not take all of it. */
const STEP = 64 * 1024

/** Room on a disk that is kept for a journal. */
export interface Reserve {
  /** Frees some of it; false where nothing is left. */
  readonly give: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/**
 * Takes room in a folder, so that what is begun there can be written to its end. Rejects where there is not so much. The
 * file has no name any more: it is gone with the process, however that ends.
 */
export async function openReserve(folder: string): Promise<Reserve> {
  const path = join(folder, `.reserve-${process.pid}-${randomBytes(4).toString('hex')}`)
  const file = await open(path, 'wx', 0o600)
  try {
    // Random: a file system that compresses, or leaves out zeros, would keep nothing.
    await file.writeFile(randomBytes(RESERVED))
    await file.datasync()
  } catch (error) {
    await file.close()
    throw error
  } finally {
    await unlink(path)
  }
  return reserveOn(file)
}

function reserveOn(file: FileHandle): Reserve {
  let left = RESERVED
  return {
    give: async () => {
      if (left === 0) return false
      left = Math.max(0, left - STEP)
      await file.truncate(left)
      return true
    },
    close: async () => file.close(),
  }
}
