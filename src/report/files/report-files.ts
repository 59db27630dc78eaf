import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../../files/atomic-file.ts'
import type { Language } from '../../messages/language.ts'
import type { Report } from '../../model/report.ts'
import { reportHtml } from '../html/report-html.ts'
import { reportJson } from './json.ts'
import { junitXml } from './junit.ts'
import { textfileOf } from './textfile.ts'

/** The files of a report directory: name → content. A run that changed and proved nothing has no figures to tell. */
export function reportFiles(report: Report, language: Language): ReadonlyMap<string, string> {
  return new Map([
    ['report.json', reportJson(report, language)],
    ['junit.xml', junitXml(report, language)],
    ['report.html', reportHtml(report, language)],
    ...(report.dryRun === true ? [] : [['kolla-mimir.prom', textfileOf(report)] as const]),
  ])
}

/** Writes the files of a report, each whole or not at all, and gives their paths. Rejects where it cannot. */
export async function writeReportFiles(
  report: Report,
  directory: string,
  language: Language,
): Promise<readonly string[]> {
  return writeFiles(reportFiles(report, language), directory)
}

/** Writes files by name, each whole or not at all, and gives their paths. Rejects where it cannot. */
export async function writeFiles(
  files: ReadonlyMap<string, string>,
  directory: string,
): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true })
  const paths: string[] = []
  for (const [name, content] of files) {
    await replaceFile(join(directory, name), content)
    paths.push(join(directory, name))
  }
  return paths
}
