import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DECODES, READERS } from './foreign-bytes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Comments name decoders that nobody calls there. */
const code = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/u.test(line))
    .join('\n')

const decoding = ['src', 'roles']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
  .filter((file) => DECODES.test(code(readFileSync(join(root, file), 'utf8'))))

describe('bytes that others wrote', () => {
  it('become values in the modules of one list, and in no other', () => {
    expect(READERS.flatMap(({ files }) => files).sort()).toEqual(decoding.sort())
  })

  it('have that list in SECURITY.md', () => {
    const rows = READERS.map(
      ({ from, bound, files }) => `| ${from} | ${files.map((file) => `\`${file}\``).join(', ')} | ${bound} |`,
    )
    const page = readFileSync(join(root, 'SECURITY.md'), 'utf8')
    const [, table = ''] = page.split('| written by | become values in | bounded by |\n|---|---|---|\n')
    expect(table.split('\n\n', 1)[0]?.split('\n').filter(Boolean)).toEqual(rows)
  })
})
