import { randomBytes } from 'node:crypto'
import { link, open, rm } from 'node:fs/promises'
import { failed, type Result, success } from '../model/result.ts'

/** Why a file was not written: something has its name already, or what the system says. */
export type NotWritten = { readonly reason: 'exists' } | { readonly reason: 'refused'; readonly said: string }

/**
 * Writes a file that was not there before, whole or not at all: link(2) gives it its name only where nothing has that
 * name, not even a link that leads nowhere. Never rejects.
 */
export async function writeNewFile(path: string, text: string): Promise<Result<void, NotWritten>> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o644)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await link(temporary, path)
    return success(undefined)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const said = error instanceof Error ? error.message : String(error)
    return failed(code === 'EEXIST' ? { reason: 'exists' } : { reason: 'refused', said })
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
