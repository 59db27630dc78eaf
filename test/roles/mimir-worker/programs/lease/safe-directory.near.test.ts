import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { answerOf, failureOf, nodeWorld, type World } from '../node-world.ts'

const uid = process.getuid?.() ?? 0

let world: World
let root: string
let directory: string

beforeEach(() => {
  world = nodeWorld()
  root = mkdtempSync(join(tmpdir(), 'safe-'))
  directory = join(root, 'opt/mimir-worker')
  mkdirSync(directory, { recursive: true })
})
afterEach(() => {
  world.remove()
  rmSync(root, { recursive: true, force: true })
})

describe.each(SHELLS)('a directory in $name', (shell) => {
  const release = () => {
    const given = { DIRECTORY: directory, RUN: 'run-1', TOKEN: '1', TTL: '180' }
    return failureOf(answerOf(world.run(shell, program('release-lease', given))))
  }
  const refused = (path: string, found: string) => `directory-not-safe: ${path}\n${found}`

  it('that nobody else may write to is entered', () => {
    expect(release()).toMatch(/^lease-lost: /u)
  })

  it('is not entered where everybody may write to a folder on the way', () => {
    chmodSync(join(root, 'opt'), 0o777)
    expect(release()).toBe(refused(join(root, 'opt'), `owner ${uid}, mode drwxrwxrwx`))
  })

  it('is not entered where its group may write to it, whatever is in it', () => {
    chmodSync(directory, 0o775)
    expect(release()).toBe(refused(directory, `owner ${uid}, mode drwxrwxr-x`))
  })

  it('is not entered where it is shared, though nobody takes away what is there', () => {
    chmodSync(directory, 0o1777)
    expect(release()).toContain(`directory-not-safe: ${directory}\nowner `)
  })

  it('may be below a folder in which nobody takes away what is another’s', () => {
    chmodSync(join(root, 'opt'), 0o1777)
    expect(release()).toMatch(/^lease-lost: /u)
  })

  it('that is a link, or below one, is not entered', () => {
    symlinkSync(join(root, 'opt'), join(root, 'other'))
    directory = join(root, 'other/mimir-worker')
    expect(release()).toBe(refused(join(root, 'other'), `a link to ${join(root, 'opt')}`))
  })

  it('is not entered where what is run or read there is a link', () => {
    symlinkSync('/etc/passwd', join(directory, '.auto-revert'))
    expect(release()).toBe(refused(join(directory, '.auto-revert'), 'a link to /etc/passwd'))
  })

  it.skipIf(uid !== 0)('is not entered where another user has it, or a part of it', () => {
    writeFileSync(join(directory, 'lease'), '')
    chownSync(join(directory, 'lease'), 1000, 1000)
    expect(release()).toBe(refused(join(directory, 'lease'), 'owner 1000, mode -rw-r--r--'))
    chownSync(directory, 1000, 1000)
    expect(release()).toBe(refused(directory, 'owner 1000, mode drwxr-xr-x'))
  })

  it.skipIf(uid !== 0)('that somebody made before it was, where all may, is not entered', () => {
    chmodSync(join(root, 'opt'), 0o1777)
    rmSync(directory, { recursive: true })
    mkdirSync(directory)
    chownSync(directory, 1000, 1000)
    expect(release()).toContain(`directory-not-safe: ${directory}\nowner `)
  })
})
