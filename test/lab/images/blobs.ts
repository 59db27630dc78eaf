import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, stat, writeFile } from 'node:fs/promises'
import { blobPath, type Descriptor } from './layout.ts'

/** Puts text into a store under its digest. */
export async function putText(store: string, mediaType: string, text: string): Promise<Descriptor> {
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
  await writeFile(blobPath(store, digest), text)
  return { mediaType, digest, size: Buffer.byteLength(text) }
}

/** Moves a file of the same file system into a store under its digest. */
export async function putFile(store: string, mediaType: string, file: string): Promise<Descriptor> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
  const digest = `sha256:${hash.digest('hex')}`
  const { size } = await stat(file)
  await rename(file, blobPath(store, digest))
  return { mediaType, digest, size }
}
