// Write the table of the slowest tests of the last run into docs/testing.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROWS = 30
const durations = fileURLToPath(new URL('../node_modules/.cache/kolla-mimir/durations.json', import.meta.url))
const page = fileURLToPath(new URL('../docs/testing.md', import.meta.url))
const BEGIN = '<!-- npm run test:slowest: begin -->'
const END = '<!-- npm run test:slowest: end -->'

/**
 * @typedef {{ ring: string, file: string, test: string, seconds: number, prepared: number }} Duration
 * @returns {Duration[]}
 */
function lastRun() {
  try {
    /** @type {Duration[]} */
    const run = JSON.parse(readFileSync(durations, 'utf8'))
    return run
  } catch {
    process.stderr.write('no test was run yet: run npm test first\n')
    process.exit(1)
  }
}

/** @param {Duration} one */
const whole = ({ seconds, prepared }) => seconds + prepared

/** @param {number} seconds */
const shown = (seconds) => (seconds < 0.05 ? '' : seconds.toFixed(1))

/** A name with a `|` or a line break in it would end its cell. @param {string} text */
const cell = (text) => text.replaceAll(/\s+/gu, ' ').replaceAll('|', String.raw`\|`)

/** @param {Duration} one */
const row = ({ ring, file, test, seconds, prepared }) =>
  `| ${ring} | ${shown(prepared)} | ${shown(seconds)} | ${file} | ${cell(test)} |`

const run = lastRun()
const slowest = run.toSorted((one, other) => whole(other) - whole(one)).slice(0, ROWS)
const rings = [...new Set(run.map(({ ring }) => ring))].sort().join(', ')
const table = [
  `Of the last run, of ${run.length} tests in these rings: ${rings}.`,
  '',
  '| ring | prepared, s | test, s | file | test |',
  '|---|---:|---:|---|---|',
  ...slowest.map(row),
].join('\n')

const text = readFileSync(page, 'utf8')
const [before = '', rest = ''] = text.split(BEGIN)
const [, after] = rest.split(END)
if (after === undefined) throw new Error(`${page} has no place for the table: ${BEGIN} and ${END}`)
writeFileSync(page, `${before}${BEGIN}\n${table}\n${END}${after}`)
process.stdout.write(`${table}\n`)
