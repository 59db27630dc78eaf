// Run the unit and near tests on every version of Node.js that is promised: the oldest one, and the newest of each line.
// Plain Node, as the other tools. The versions are npm packages; they are kept in node_modules/.cache.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache', 'node-versions')
const VERSIONS = ['20.19.0', '22', '24', '26']
// Words that are given say which test files, as with vitest itself.
const TESTS = ['--project', 'unit', '--project', 'near', ...process.argv.slice(2)]

/** @param {string} program @param {string[]} words @returns {string} the version it says; empty where it does not run */
function versionOf(program, words = ['--version']) {
  return spawnSync(program, words, { encoding: 'utf8' }).stdout?.trim().replace(/^v/u, '') ?? ''
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
  const words = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${wanted}`]
  const { status } = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0 || versionOf(program) === '')
    throw new Error(`npm ${words.join(' ')}: there is no Node.js ${wanted}`)
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

/** @type {string[]} */
const lines = []
for (const wanted of VERSIONS) {
  const program = nodeOf(wanted)
  const began = performance.now()
  const passed = testsPass(program)
  const seconds = Math.round((performance.now() - began) / 1000)
  lines.push(`Node.js ${versionOf(program)}: ${passed ? 'passed' : 'failed'} (${seconds} s)`)
  process.stdout.write(`${lines.at(-1)}\n`)
  if (!passed) process.exitCode = 1
}
process.stdout.write(`\n${lines.join('\n')}\n`)
