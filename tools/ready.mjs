// Make a checkout ready: packages, build and, for the lab, what the machine lacks. Says nothing where nothing is missing.
// Plain Node and no imports from packages: it is the first thing that runs on a fresh machine.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const OLDEST_NODE = [20, 19]

/** Programs that tests compare with, and the Debian package of each; without one, its tests are skipped and say so. */
const WITNESSES = {
  'ansible-inventory': 'ansible-core',
  busybox: 'busybox',
  chromium: 'chromium',
  shellcheck: 'shellcheck',
}

/** @param {string} command @param {string[]} words */
function run(command, words) {
  process.stderr.write(`> ${command} ${words.join(' ')}\n`)
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0)
    fail(`${command} ${words.join(' ')} ${error ? error.message : `ended with exit code ${status}`}`)
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function nodeIsNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

/** Packages are installed anew when the lock file is not the one they were installed from. */
function packages() {
  const stamp = join(root, 'node_modules', '.installed-from')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  run('npm', ['ci', '--no-audit', '--no-fund'])
  writeFileSync(stamp, lock)
}

/** @param {string} folder @returns {number} when anything in it was last changed, milliseconds since 1970 */
function newest(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(
    (entry) => entry.isFile() && !/[/\\]run(?:-|[/\\]|$)/u.test(entry.parentPath ?? entry.path),
  )
  return Math.max(0, ...files.map((file) => statSync(join(file.parentPath ?? file.path, file.name)).mtimeMs))
}

function build() {
  const stamp = join(root, 'dist', '.built')
  const sources = ['src', 'roles', 'test/lab', 'test/messages'].map((folder) => join(root, folder))
  if (existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...sources.filter(existsSync).map(newest)))
    return
  run(process.execPath, [join('tools', 'build.mjs')])
}

/** The lab's own list of what it needs. @returns {Promise<string[]>} Debian packages */
async function lackedByLab() {
  const lab = new URL('../dist/test/lab/lab/requirements.js', import.meta.url)
  /** @type {{ missingPackages: () => Promise<string[]> }} */
  const { missingPackages } = await import(lab.href)
  return missingPackages()
}

/** @returns {string[]} Debian packages */
function lackedByTests() {
  const folders = (process.env['PATH'] ?? '').split(':')
  const missing = Object.entries(WITNESSES).filter(
    ([program]) => !folders.some((folder) => existsSync(join(folder, program))),
  )
  return missing.map(([, name]) => name)
}

/** Debian's packages are installed where this process may do so. @param {string[]} missing */
function machine(missing) {
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    fail(`missing on this machine: ${missing.join(' ')}; as root: apt-get install ${missing.join(' ')}`)
  }
  run('apt-get', ['-qq', 'update'])
  run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...missing])
}

if (!nodeIsNewEnough())
  fail(`Node.js ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`)
packages()
build()
const [, , purpose] = process.argv
if (purpose === 'lab') machine(await lackedByLab())
if (purpose === 'test') machine([...(await lackedByLab()), ...lackedByTests()])
