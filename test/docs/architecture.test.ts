import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { absentSymbols, namedFiles, pageText, root } from './page.ts'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
]

function section(page: string, heading: string): string[] {
  return (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').split('\n')
}

describe('docs/architecture.md', () => {
  const page = pageText('docs/architecture.md')

  it('names in its walk through a run only functions that are in the file before them', () => {
    const files = section(page, 'One run, file by file').flatMap(namedFiles)
    expect(files.length).toBeGreaterThan(20)
    expect(absentSymbols(files)).toEqual([])
  })

  it('answers where to change at least ten things', () => {
    const answers = section(page, 'Where would I change …').filter((line) => namedFiles(line).length > 0)
    expect(answers.length).toBeGreaterThanOrEqual(10)
  })
})

describe('a path of the repository in the documentation', () => {
  it.each(pages)('exists: %s', (page) => {
    const text = pageText(page).replaceAll(/^```[\s\S]*?^```$/gmu, '')
    const paths = namedFiles(text.replaceAll('\n', ' ')).map(({ path }) => path)
    const ours = paths.filter((path) => /^(?:src|roles|scripts|test|docs|schemas|tools|bench)\//u.test(path))
    expect(ours.filter((path) => !path.startsWith('test/lab/run') && !existsSync(join(root, path)))).toEqual(
      [],
    )
  })
})
