import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { program } from '../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS } from '../../../remote/shells.ts'
import { GENERATION } from '../sample.ts'

const FOLDER = fileURLToPath(new URL('../../../../roles/mimir-worker/programs/', import.meta.url))
const SCRIPTS = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.sh'),
)
const shellcheck = spawnSync('shellcheck', ['--version']).status === 0

/** What a script cannot know of the others that it is sent with, and what is meant as it stands. */
const BY_DESIGN = [
  'SC2148', // no shebang: the program is sent to `sh -s`
  'SC2034', // a variable that another part reads
  'SC2154', // a variable that is given
  'SC2153', // IMAGE is given, image is the answer
  'SC2086', // $COMPOSE and $RECREATE are words, or none
  'SC2016', // a program for another shell
  'SC2012', // `ls -t` orders by time; find of POSIX cannot
]

describe('the node-side programs', () => {
  it.for(SCRIPTS)('%s has nothing for shellcheck to find', (name, { skip }) => {
    skip(!shellcheck, 'shellcheck is not installed')
    const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-e', BY_DESIGN.join(','), `${FOLDER}${name}`], {
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
  })

  it.each(SHELLS)('are read without complaint by $name', ({ argv: [file, ...before] }) => {
    const prelude = readFileSync(`${FOLDER}lib/prelude.sh`, 'utf8')
    for (const name of SCRIPTS) {
      const input = `${prelude}${readFileSync(`${FOLDER}${name}`, 'utf8')}`
      const { status, stderr } = spawnSync(file, [...before, '-n'], { input, encoding: 'utf8' })
      expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: '' })
    }
  })

  it.each(SHELLS)(
    'are read without complaint by $name with the files that they carry',
    ({ argv: [file, ...before] }) => {
      const input = program('stage', { DIRECTORY: '/x' }, GENERATION.files)
      const { status, stderr } = spawnSync(file, [...before, '-n'], { input, encoding: 'utf8' })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    },
  )
})
