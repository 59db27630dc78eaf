import { randomBytes } from 'node:crypto'
import { link, open, rename, rm } from 'node:fs/promises'
import { failed, type Result, success } from '../model/result.ts'

/** Why a file was not written: something has its name already, or what the system says. */
export type NotWritten = { readonly reason: 'exists' } | { readonly reason: 'refused'; readonly said: string }

/**
 * Writes a file that was not there before, whole or not at all: link(2) gives it its name only where nothing has that
 * name, not even a dangling link. Never rejects.
 */
export async function writeNewFile(path: string, text: string): Promise<Result<void, NotWritten>> {
  try {
    await writeBeside(path, text, async (temporary) => link(temporary, path))
    return success(undefined)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const said = error instanceof Error ? error.message : String(error)
    return failed(code === 'EEXIST' ? { reason: 'exists' } : { reason: 'refused', said })
  }
}

/** Writes a file, or replaces it, whole or not at all. Rejects where it cannot. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeBeside(path, text, async (temporary) => rename(temporary, path))
}

/** Writes the text to the disk under a temporary name, lets `place` give it its own, and leaves nothing else behind. */
async function writeBeside(
  path: string,
  text: string,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o644)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await place(temporary)
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
