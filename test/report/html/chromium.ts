import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Language } from '../../../src/messages/language.ts'
import type { Report } from '../../../src/model/report.ts'
import { reportHtml } from '../../../src/report/html/report-html.ts'

const PROGRAM = '/usr/bin/chromium'
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PROBE = readFileSync(new URL('page/probe.js', import.meta.url), 'utf8')

/** In CI nothing is skipped: where the browser is missing, its tests fail. */
export const lacksChromium = !existsSync(PROGRAM) && (process.env['CI'] ?? '') === ''

/** A report as it was opened, and all that the browser had to complain about or wanted to fetch since. */
export interface OpenReport {
  readonly page: Page
  readonly complaints: readonly string[]
  readonly fetched: readonly string[]
}

export interface Reader extends BrowserContextOptions {
  readonly language?: Language
  readonly media?: 'screen' | 'print'
}

export interface Browser {
  open(report: Report, reader?: Reader): Promise<OpenReport>
  close(): Promise<void>
}

/** One real Chromium, its profile and the reports in a folder that is gone afterwards. */
export async function startChromium(): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'report-html-'))
  const browser = await chromium.launch({ executablePath: PROGRAM, args: QUIET })
  let files = 0
  return {
    async open(report, { language = 'en', media = 'screen', ...options } = {}) {
      files += 1
      const file = join(folder, `report-${files}.html`)
      writeFileSync(file, reportHtml(report, language))
      const context = await browser.newContext({ ...options, offline: true })
      return openIn(context, file, media)
    },
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openIn(context: BrowserContext, file: string, media: 'screen' | 'print'): Promise<OpenReport> {
  const page = await context.newPage()
  const complaints: string[] = []
  const fetched: string[] = []
  page.on('console', (message) => void complaints.push(message.text()))
  page.on('pageerror', (error) => void complaints.push(String(error)))
  page.on('dialog', (dialog) => void complaints.push(`asked: ${dialog.message()}`))
  page.on('request', (request) => void fetched.push(request.url()))
  await page.emulateMedia({ media })
  await page.goto(pathToFileURL(file).href)
  await page.evaluate(PROBE)
  return { page, complaints, fetched }
}

/** What is cut, and what lies on something else. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults = await page.evaluate<string[]>('layOutAll(); [...cuts(), ...overlaps()]')
  return faults.slice(0, 10)
}

/** Opens the first `most` nodes, at most. */
export async function openNodes(page: Page, most: number): Promise<void> {
  await page.evaluate(
    `[...document.querySelectorAll('.node')].slice(0, ${most}).forEach((node) => { node.open = true })`,
  )
}
