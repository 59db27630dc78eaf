import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** Runs a script with /mnt on a disk of so many kilobytes, which nobody else sees. */
function onDisk(kilobytes: number, script: string): string {
  const module = new URL('../../dist/src/journal/journal-file.js', import.meta.url).href
  const text = `
    import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
    import { openJournal } from ${JSON.stringify(module)}
    const entry = { type: 'begins', step: 'stage', node: 'n'.repeat(1000) }
    const fill = () => {
      for (const size of [65536, 1024, 1])
        try { for (let at = 0; ; at += 1) writeFileSync('/mnt/fill-' + size + '-' + at, 'x'.repeat(size)) } catch {}
    }
    ${script}`
  const mount = `mount -t tmpfs -o size=${kilobytes}k journal /mnt && exec node --input-type=module -`
  const { stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', mount], {
    input: text,
    encoding: 'utf8',
  })
  return stdout === '' ? stderr : stdout
}

describe('a journal on a disk that is full', () => {
  it('is not begun, and leaves nothing there', () => {
    const said = onDisk(
      512,
      `try { await openJournal('/mnt/runs/r1.jsonl', () => new Date()) } catch (error) { console.log(error.code, readdirSync('/mnt/runs')) }`,
    )
    expect(said).toBe('ENOSPC []\n')
  })

  it('has room for what was begun when the disk fills up meanwhile, and no half entry', () => {
    const said = onDisk(
      4096,
      `const journal = await openJournal('/mnt/runs/r1.jsonl', () => new Date())
      fill()
      let written = 0
      while ((await journal.write(entry)).ok) written += 1
      const text = readFileSync('/mnt/runs/r1.jsonl', 'utf8')
      const lines = text.split('\\n').filter((line) => line !== '')
      console.log(written >= 900, lines.length === written, text.endsWith('\\n'), readdirSync('/mnt/runs'))
      await journal.close()`,
    )
    expect(said).toBe("true true true [ 'r1.jsonl' ]\n")
  })
})
