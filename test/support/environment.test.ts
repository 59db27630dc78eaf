import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectDirectory } from '../lab/base/project.ts'

/** `process.env['LAB']`, `process.env.PATH`, and the names that are handed to the reader of numbers. */
const READ = /(?:process\.env\.|process\.env\[|\benvNumber\()'?(?<name>[A-Z][A-Z0-9_]*)/gu

it('docs/testing.md names every variable of the environment that tests read, and no other', () => {
  const folder = join(projectDirectory, 'test')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.m?[jt]s$/u.test(file),
  )
  const read = files.flatMap((file) => namesIn(readFileSync(join(folder, file), 'utf8'), READ))
  const page = readFileSync(join(projectDirectory, 'docs/testing.md'), 'utf8')
  const told = namesIn(page, /^\| `(?<name>[A-Z][A-Z0-9_]*)` \|/gmu)
  expect(told.toSorted()).toEqual([...new Set(read)].sort())
})

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(({ groups }) => groups?.['name'] ?? '')
}
