import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFile } from '../../src/files/read-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-file-'))
  await writeFile(join(folder, 'file'), '파일\n')
  await chmod(join(folder, 'file'), 0o640)
  await writeFile(join(folder, 'large'), '')
  await truncate(join(folder, 'large'), 5 * 1024 * 1024)
  await promisify(execFile)('mkfifo', [join(folder, 'pipe')])
})
afterAll(async () => rm(folder, { recursive: true }))

describe('reading a file', () => {
  it('gives its text and its mode', () => {
    expect(readFile(join(folder, 'file'))).toEqual({ ok: true, value: { text: '파일\n', mode: 0o640 } })
  })

  it.each([
    ['a pipe that nobody writes to', () => join(folder, 'pipe'), { reason: 'no-file' }],
    ['a device without end', () => '/dev/zero', { reason: 'no-file' }],
    ['a folder', () => folder, { reason: 'folder' }],
    [
      'a file that is too large',
      () => join(folder, 'large'),
      { reason: 'too-large', bytes: 5 * 1024 * 1024 },
    ],
    ['nothing', () => join(folder, 'none'), { reason: 'refused', code: 'ENOENT' }],
  ])('of %s is refused at once, with what it is', (_what, path, failure) => {
    expect(readFile(path())).toEqual({ ok: false, failure })
  })
})
