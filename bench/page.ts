// What report.html costs for a cloud: `node bench/page.ts [nodes]`, with a Node that runs TypeScript (22.18 or later) and
// Chromium. Prints the milliseconds of CPU that making it takes, its size, and how long a reader waits for the next frame.
import { reportHtml } from '../src/report/html/report-html.ts'
import { startChromium } from '../test/report/html/chromium.ts'
import { badNight } from '../test/report/html/fleets.ts'

const count = Number(process.argv[2] ?? 1000)
const report = badNight(count)

const before = process.cpuUsage()
const size = Buffer.byteLength(reportHtml(report, 'en'))
const { user, system } = process.cpuUsage(before)
say('made', (user + system) / 1000)
process.stdout.write(`size: ${(size / 1e6).toFixed(2)} MB\n`)

const browser = await startChromium()
const { page } = await browser.open(report)
say('first search', await typed('mysqld'))
say('next search', await typed('cmp07'))
say('search taken back', await typed(''))
say('filter', await framesAfter("document.getElementById('show-bad').click()"))
say('filter taken back', await framesAfter("document.getElementById('show-all').click()"))
say('nodes of a cause', await framesAfter("document.querySelector('.pick').click()"))
await browser.close()

function typed(text: string): Promise<number> {
  const set = `document.getElementById('search').value = '${text}'`
  return framesAfter(`${set}; document.getElementById('search').dispatchEvent(new Event('input'))`)
}

/** Milliseconds from an act to the end of the frame that shows it. */
function framesAfter(act: string): Promise<number> {
  return page.evaluate<number>(
    `new Promise((shown) => { const began = performance.now(); ${act}; requestAnimationFrame(() => setTimeout(() => shown(performance.now() - began))) })`,
  )
}

function say(what: string, milliseconds: number): void {
  process.stdout.write(`${what}: ${Math.round(milliseconds)} ms\n`)
}
