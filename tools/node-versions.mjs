// Run the unit and near tests on every version of Node.js that is promised: the oldest one, and the newest of each line;
// or on those that are named. `path VERSION` prints the folder of its program instead.
// Plain Node, as the other tools. The versions are npm packages; they are kept in node_modules/.cache.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache', 'node-versions')
const PROMISED = ['20.19.0', '22', '24', '26']
const words = process.argv.slice(2)
const named = words.filter((word) => PROMISED.includes(word))
// Other words say which test files, as with vitest itself.
const TESTS = ['--project', 'unit', '--project', 'near', ...words.filter((word) => !named.includes(word))]

/** @param {string} program @returns {string} the version it says; empty where it does not run */
function versionOf(program) {
  return spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.trim().replace(/^v/u, '') ?? ''
}

/** The program of that version: this machine's own where it is one, else a package. @param {string} wanted */
function nodeOf(wanted) {
  if (`${process.versions.node}.`.startsWith(`${wanted}.`)) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(cache, wanted)
  const program = join(folder, 'node_modules', name, 'bin', 'node')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  // Without a package of its own here, npm would install into the one above.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${wanted}`]
  const { status } = spawnSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0 || versionOf(program) === '')
    throw new Error(`npm ${install.join(' ')}: there is no Node.js ${wanted}`)
  return program
}

/** @param {string} program @returns {boolean} whether all was well */
function testsPass(program) {
  const path = `${dirname(program)}${delimiter}${process.env['PATH'] ?? ''}`
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { status } = spawnSync(program, [vitest, 'run', ...TESTS], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return status === 0
}

/** @param {readonly string[]} versions */
function testOn(versions) {
  /** @type {string[]} */
  const lines = []
  for (const wanted of versions) {
    const program = nodeOf(wanted)
    const began = performance.now()
    const passed = testsPass(program)
    const seconds = Math.round((performance.now() - began) / 1000)
    lines.push(`Node.js ${versionOf(program)}: ${passed ? 'passed' : 'failed'} (${seconds} s)`)
    process.stdout.write(`${lines.at(-1)}\n`)
    if (!passed) process.exitCode = 1
  }
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

if (words[0] === 'path') process.stdout.write(`${dirname(nodeOf(words[1] ?? ''))}\n`)
else testOn(named.length > 0 ? named : PROMISED)
