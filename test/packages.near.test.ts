import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { projectDirectory } from './lab/base/project.ts'

interface Locked {
  readonly integrity?: string
}

function lockedPackages(): [name: string, Locked][] {
  const text = readFileSync(`${projectDirectory}/package-lock.json`, 'utf8')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm writes this file
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> }
  return Object.entries(packages).filter(([name]) => name !== '')
}

it('no package runs a script when it is installed, with whichever npm', async () => {
  const asked = await promisify(execFile)('npm', ['config', 'get', 'ignore-scripts'], {
    cwd: projectDirectory,
  })
  expect(asked.stdout.trim()).toBe('true')
})

it('every package is the one that was looked at, by its hash', () => {
  const locked = lockedPackages()
  expect(locked.length).toBeGreaterThan(50)
  expect(locked.filter(([, { integrity }]) => integrity === undefined)).toEqual([])
})
