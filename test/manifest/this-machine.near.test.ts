import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { thisMachine } from '../../src/manifest/this-machine.ts'
import { runCommand } from '../../src/manifest/values/secret-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('files', () => {
  const { readText } = thisMachine([])
  const file = join(folder, 'token')
  writeFileSync(file, 'abc\n')
  chmodSync(file, 0o640)

  test('are read with who may read them, also through links', () => {
    symlinkSync(file, join(folder, 'link'))
    const expected = { ok: true, value: { text: 'abc\n', mode: 0o640 } }
    expect([readText(file), readText(join(folder, 'link'))]).toEqual([expected, expected])
  })

  test('that cannot be read are failures', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
    mkdirSync(join(folder, 'sub'))
    symlinkSync('loop', join(folder, 'loop'))
    expect(
      ['none', 'sub', 'pipe', 'token/x', 'loop', '\0'].map((name) => readText(join(folder, name))),
    ).toEqual([
      { ok: false, failure: 'does not exist' },
      { ok: false, failure: 'is a folder' },
      { ok: false, failure: 'is not a file' },
      { ok: false, failure: 'does not exist: a part of its path is a file' },
      { ok: false, failure: 'cannot be read (ELOOP)' },
      { ok: false, failure: 'cannot be read (ERR_INVALID_ARG_VALUE)' },
    ])
    expect(readText('/dev/zero')).toEqual({ ok: false, failure: 'is not a file' })
  })

  test('that are huge are not read', () => {
    writeFileSync(file, 'x'.repeat(5 * 1024 * 1024))
    expect(readText(file)).toEqual({ ok: false, failure: 'has 5242880 bytes, more than 4194304' })
  })
})

describe('commands', () => {
  test('give what they print, in the folder of the manifest', async () => {
    expect(await runCommand('pwd; echo noise >&2', folder)).toEqual({ ok: true, value: `${folder}\n` })
  })

  test('that fail are failures that show what they said on stderr only', async () => {
    expect(await runCommand('echo hunter2; echo "\u001b[31mno such entry" >&2; exit 3', folder)).toEqual({
      ok: false,
      failure: 'exited 3: no such entry',
    })
    expect(await runCommand('kill -9 $$', folder)).toEqual({ ok: false, failure: 'was ended by SIGKILL' })
    expect(await runCommand('echo x', join(folder, 'gone'))).toMatchObject({ ok: false })
  })

  test('see no stdin', async () => {
    expect(await runCommand('cat; echo end', folder)).toEqual({ ok: true, value: 'end\n' })
  })

  test('that do not end are ended, with all that they started', async () => {
    const started = Date.now()
    const result = await runCommand('sleep 60 & echo $! > pid; sleep 60', folder, 0.5)
    expect(result).toEqual({ ok: false, failure: 'did not end within 0.5 s' })
    expect(Date.now() - started).toBeLessThan(10_000)
    await expect.poll(() => isRunning(readFileSync(join(folder, 'pid'), 'utf8').trim())).toBe(false)
  })

  test('settle though something they left behind holds their stdout open', async () => {
    const result = await runCommand('echo s3cret; sleep 60 & echo $! > left', folder)
    execFileSync('sh', ['-c', 'kill $(cat left)'], { cwd: folder })
    expect(result).toEqual({ ok: true, value: 's3cret\n' })
  })

  test('that print without end are refused, not collected', async () => {
    expect(await runCommand('head -c 1000000 /dev/zero', folder)).toEqual({
      ok: false,
      failure: 'printed more than 65536 bytes',
    })
  })
})

function isRunning(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
