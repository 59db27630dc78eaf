import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SHELLS } from '../../../../remote/shells.ts'
import { nodeWorld, type World } from '../node-world.ts'
import { activate, end, GOOD, generationsOf, has, OLD, readyNode } from './activated.ts'

let world: World
const at = (...path: string[]): string => join(world.directory, ...path)

beforeEach(() => {
  world = nodeWorld()
  readyNode(world)
})
afterEach(() => world.remove())

describe.each(SHELLS)('where systemd runs, in $name', (shell) => {
  const log = (): string => join(world.root, 'armed')

  beforeEach(() => {
    mkdirSync(join(world.root, 'systemd'))
    world.provide('systemd-run', `#!/bin/sh\nfor word; do printf '%s\\n' "$word"; done >'${log()}'\n`)
    world.provide('systemctl', `#!/bin/sh\necho "$*" >>'${join(world.root, 'stopped')}'\n`)
  })

  it('the node is brought back by a transient timer of its own name, outside of every session', () => {
    activate(world, shell)
    expect(world.timers()).toEqual([])
    const unit: unknown = expect.stringMatching(/^--unit=kolla-mimir-auto-revert-[0-9a-f]{8}-1-\d+$/u)
    const words = readFileSync(log(), 'utf8').trimEnd().split('\n')
    expect(words).toEqual([
      '--quiet',
      '--collect',
      unit,
      `--description=kolla-mimir: back to ${OLD} unless confirmed`,
      '--on-active=300',
      '--timer-property=AccuracySec=1s',
      'sh',
      at('.auto-revert'),
      '1',
      '0',
    ])
    world.autoRevert(shell, words.at(-2) ?? '')
    expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
  })

  it('also where the machine is restarted meanwhile: a unit waits for that', () => {
    activate(world, shell)
    const units = join(world.root, 'units')
    const [unit = ''] = readdirSync(units).filter((name) => name.endsWith('.service'))
    expect(unit).toMatch(/^kolla-mimir-auto-revert-[0-9a-f]{8}\.service$/u)
    expect(readlinkSync(join(units, 'multi-user.target.wants', unit))).toBe(`../${unit}`)
    expect(readFileSync(join(units, unit), 'utf8')).toBe(
      `[Unit]\nDescription=kolla-mimir: back to ${OLD} unless confirmed\nAfter=docker.service\n[Service]\nExecStart=/bin/sh "${at('.auto-revert')}" 1 300 boot\n[Install]\nWantedBy=multi-user.target\n`,
    )
    expect(readFileSync(at('unconfirmed'), 'utf8')).toContain('\nboot=\n')
  })

  it.each([
    ['is not waited for where the power was cut while there was no container', '', 0, '30\n'],
    ['is waited for where the worker is there', 'c1\n', 0, '300\n'],
    ['is waited for where the engine does not say whether it is there', '', 1, '300\n'],
  ])('the time to confirm %s', (_when, stdout, exit, naps) => {
    activate(world, shell, { action: 'replace' })
    const napped = join(world.root, 'naps')
    world.provide('sleep', `#!/bin/sh\necho "$1" >>'${napped}'\n`)
    world.tell({
      'docker ps --quiet': { quiet: true, exit },
      'docker ps --all --quiet *': { quiet: true, stdout },
      ...GOOD,
    })
    world.run(shell, `sh '${at('.auto-revert')}' 1 300 boot`)
    expect(readFileSync(napped, 'utf8')).toBe(naps)
    expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
  })

  it.each(['confirm', 'revert'] as const)('%s takes that unit away', (name) => {
    activate(world, shell)
    end(world, shell, name)
    const units = join(world.root, 'units')
    expect([readdirSync(units), readdirSync(join(units, 'multi-user.target.wants'))]).toEqual([
      ['multi-user.target.wants'],
      [],
    ])
  })

  it('the unit is gone once the node went back by itself', () => {
    activate(world, shell)
    world.autoRevert(shell, '1')
    expect(readdirSync(join(world.root, 'units'))).toEqual(['multi-user.target.wants'])
  })

  it('a folder of units that cannot be written is done without, and whoever looks can tell', () => {
    writeFileSync(join(world.root, 'units'), 'no folder')
    activate(world, shell)
    expect(readFileSync(at('unconfirmed'), 'utf8')).toMatch(/\nboot=[0-9a-f-]{36}\n/u)
  })

  it('confirm stops that timer, and what it would have started', () => {
    activate(world, shell)
    const unit = /^--unit=(?<name>.*)$/mu.exec(readFileSync(log(), 'utf8'))?.groups?.['name']
    end(world, shell, 'confirm')
    expect(readFileSync(join(world.root, 'stopped'), 'utf8')).toBe(`stop ${unit}.timer ${unit}.service\n`)
  })

  it('a systemd that refuses is done without', () => {
    world.provide('systemd-run', '#!/bin/sh\necho "Failed to connect to bus" >&2\nexit 1\n')
    activate(world, shell)
    expect(world.timers()).toHaveLength(1)
  })
})
