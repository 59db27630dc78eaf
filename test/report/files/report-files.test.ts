import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reportFiles, writeReportFiles } from '../../../src/report/files/report-files.ts'
import { smallReport } from '../sample.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kolla-mimir-report-'))
})
afterEach(async () => rm(directory, { recursive: true }))

test('a report is written into a directory that is made for it, and written again over the old one', async () => {
  const place = join(directory, 'a', 'b')
  await writeReportFiles(smallReport(), place, 'en')
  const paths = await writeReportFiles(smallReport(), place, 'ko')
  const files = reportFiles(smallReport(), 'ko')
  expect(paths).toEqual([...files.keys()].map((name) => join(place, name)))
  for (const [name, content] of files) expect(await readFile(join(place, name), 'utf8')).toBe(content)
  expect((await readdir(place)).sort()).toEqual([...files.keys()].sort())
})

test('what cannot be written is said, and leaves no half file', async () => {
  await mkdir(join(directory, 'report.json'))
  await writeFile(join(directory, 'report.json', 'x'), '')
  await expect(writeReportFiles(smallReport(), directory, 'en')).rejects.toThrow(/report\.json/u)
  expect(await readdir(directory)).toEqual(['report.json'])
})

test('a plan has no figures for the collector, which would take it for a run', () => {
  expect([...reportFiles({ ...smallReport(), dryRun: true }, 'en').keys()]).toEqual([
    'report.json',
    'junit.xml',
    'report.html',
  ])
})
