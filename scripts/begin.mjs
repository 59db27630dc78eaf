// The way from what is typed to the program: finds the operator's words, and makes sure that silence is not success.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOFTWARE_ERROR = 70
const OUTPUT_LOST = 74
const NOT_BUILT = 78

/**
 * Run the verb of a script.
 * @param {string} script import.meta.url of the script
 * @param {import('#src/model/verb.js').Verb} verb
 */
export async function begin(script, verb) {
  const words = wordsAfter(fileURLToPath(script))
  await run(({ main }, role) => main(verb, role, words))
}

/**
 * Run the verb that the first word names.
 * @param {string[]} words
 */
export async function beginAny(words) {
  await run(({ mainOfAll }, role) => mainOfAll(role, words))
}

/**
 * zx ends with 0 when a promise is lost and the event loop runs empty, and with 1 when anything is thrown, so the exit
 * code is that of an internal error until the program itself says another.
 * @param {(program: typeof import('#src/cli/main.js'), role: import('#src/play/role.js').Role) => Promise<number>} program
 */
async function run(program) {
  process.exitCode = SOFTWARE_ERROR
  noticeLostOutput()
  if (!isBuilt()) {
    process.stderr.write('kolla-mimir is not built: run `npm ci && npm run build` in its folder\n')
    process.exitCode = NOT_BUILT
    return
  }
  try {
    const main = await import('#src/cli/main.js')
    const { role } = await import('#roles/mimir-worker/role.js')
    process.exitCode = await program(main, role)
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`internal error, please report it: ${message}\n`)
  }
}

/** A reader that went away (`| head`) has what it wanted; where a file took nothing, success is no success. */
function noticeLostOutput() {
  process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === 'EPIPE') return
    process.stderr.write(`stdout could not be written: ${error.message}; free space and run again\n`)
    process.once('exit', () => {
      if (process.exitCode === 0) process.exitCode = OUTPUT_LOST
    })
  })
}

/** Packages run nothing when they are installed, so a fresh checkout is built by its first run. */
function isBuilt() {
  const stamp = new URL('../dist/.built', import.meta.url)
  if (existsSync(stamp)) return true
  process.stderr.write('building kolla-mimir, once\n')
  const build = fileURLToPath(new URL('../tools/build.mjs', import.meta.url))
  spawnSync(process.execPath, [build], { stdio: ['ignore', 'ignore', 'inherit'] })
  return existsSync(stamp)
}

/** @param {string} file @returns {string[]} the words behind the script's name, wherever zx, npx or node put it */
function wordsAfter(file) {
  const at = process.argv.findIndex((word) => resolve(word) === file)
  return process.argv.slice(at + 1)
}
