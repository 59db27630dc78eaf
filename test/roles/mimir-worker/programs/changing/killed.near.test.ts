import { mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../../roles/mimir-worker/generation/generation.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { wholeProgram } from '../../../../../src/remote/execution/program.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { VARS } from '../../sample.ts'
import { HELD, putLease, WISH } from '../lease/leases.ts'
import { killedBehindEachLine } from '../mutants.ts'
import { answerOf, nodeWorld, QUESTIONS, type World } from '../node-world.ts'

const OLD = '0123456789ab'
const GENERATION = renderGeneration(VARS)
const SERVICE = 'openstack-worker-prometheus'
const [SHELL] = SHELLS

let world: World
const at = (...path: string[]): string => join(world.directory, ...path)

/** A node that runs the old generation, which is a file that says so. */
function oldNode(): void {
  world.stopTimers()
  rmSync(world.directory, { recursive: true, force: true })
  mkdirSync(at('releases', OLD), { recursive: true })
  for (const { path } of GENERATION.files) writeFileSync(at('releases', OLD, path), 'old')
  symlinkSync(`releases/${OLD}`, at('current'))
  for (const [name, target] of [
    ['docker-compose.yml', 'docker-compose.yml'],
    [`${SERVICE}.yml`, 'prometheus.yml'],
  ] as const)
    symlinkSync(`current/${target}`, at(name))
  putLease(world)
}

function stageProgram(): string {
  const group = String(process.getgid?.() ?? 0)
  const variables = {
    DIRECTORY: world.directory,
    GENERATION: GENERATION.name,
    PROJECT: 'mimir-worker',
    IMAGE: VARS.image,
    REPLACES: 'no',
    CHECK: '',
    WORKER: '0',
    GROUP: group,
    MOUNTED_AT: '/etc/mimir-worker',
    ...WISH,
  }
  return program('stage', variables, GENERATION.files)
}

function activateProgram(): string {
  return program('activate', {
    DIRECTORY: world.directory,
    GENERATION: GENERATION.name,
    PROJECT: 'mimir-worker',
    SERVICE,
    ACTION: 'reload',
    BACK: 'reload',
    WINDOW: '300',
    ...HELD,
  })
}

/** What a worker would read now: `old`, or the rendered text; throws where a link leads nowhere. */
function seen(): string[] {
  return ['current/prometheus.yml', 'docker-compose.yml', `${SERVICE}.yml`].map((path) => {
    const text = readFileSync(at(path), 'utf8')
    return text === 'old'
      ? 'old'
      : text === GENERATION.files.find((file) => file.text === text)?.text
        ? 'new'
        : 'torn'
  })
}

beforeEach(() => {
  world = nodeWorld()
  world.tell({ ...QUESTIONS, 'docker*': {} })
})
afterEach(() => world.remove())

if (SHELL === undefined) throw new Error('this machine has no shell')

describe('a node whose program is killed', { timeout: 600_000 }, () => {
  it('behind any line of stage still runs the old generation, and the next run brings the files whole', () => {
    oldNode()
    const mutants = killedBehindEachLine(SHELL, stageProgram(), world)
    for (const mutant of mutants) {
      oldNode()
      world.run(SHELL, mutant)
      expect(readlinkSync(at('current'))).toBe(`releases/${OLD}`)
      expect(seen()).toEqual(['old', 'old', 'old'])
      expect(answerOf(world.run(SHELL, stageProgram()))).toMatchObject({ ok: true })
      for (const { path, text } of GENERATION.files) {
        expect(readFileSync(at('releases', GENERATION.name, path), 'utf8')).toBe(text)
      }
    }
    expect(mutants.length).toBeGreaterThan(10)
  })

  it.each(['ln', 'mv', 'rm', 'sync'])('within %s of activate is not left with a broken link', (tool) => {
    for (const when of ['before', 'after']) {
      for (const nth of [1, 2, 3]) {
        oldNode()
        rmSync(at('docker-compose.yml'))
        writeFileSync(at('docker-compose.yml'), 'by hand')
        mkdirSync(at('releases', GENERATION.name))
        for (const { path, text } of GENERATION.files)
          writeFileSync(at('releases', GENERATION.name, path), text)
        world.provide(tool, deadly(tool, nth, when === 'before'))
        world.run(SHELL, `export MAIN=$$\n${activateProgram()}`)
        world.provide(tool)
        rmSync(join(world.root, 'count'), { force: true })
        expect([`releases/${OLD}`, `releases/${GENERATION.name}`]).toContain(readlinkSync(at('current')))
        expect(readFileSync(at('current', 'prometheus.yml'), 'utf8')).not.toBe('')
        expect(answerOf(world.run(SHELL, activateProgram()))).toMatchObject({ ok: true })
        expect(seen()).toEqual(['new', 'new', 'new'])
      }
    }
  })
})

/** The tool, but with its nth call kills the shell that runs the program. */
function deadly(tool: string, nth: number, before: boolean): string {
  const count = `'${join(world.root, 'count')}'`
  const kill = `[ "$(/usr/bin/wc -l <${count})" -ne ${nth} ] || kill -9 "$MAIN"`
  const work = `PATH=/usr/sbin:/usr/bin:/sbin:/bin ${tool} "$@"\nstatus=$?`
  return `#!/bin/sh\necho x >>${count}\n${before ? `${kill}\n${work}` : `${work}\n${kill}`}\nexit $status\n`
}

describe('a program that is cut off on its way to the node', () => {
  it('changes nothing and says nothing, wherever it was cut', () => {
    const whole = wholeProgram(activateProgram(), false)
    oldNode()
    mkdirSync(at('releases', GENERATION.name))
    const lines = whole.split('\n').length - 1
    for (let kept = 0; kept < lines - 1; kept += 7) {
      const ran = world.runRaw(SHELL, whole.split('\n').slice(0, kept).join('\n'))
      expect({ kept, stdout: ran.stdout }).toEqual({ kept, stdout: '' })
      expect(readlinkSync(at('current'))).toBe(`releases/${OLD}`)
    }
    expect(world.calls()).toEqual([])
  })
})
