import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { nodeWorld, type World } from '../node-world.ts'

const SERVICE = 'openstack-worker-prometheus'
const INSPECT = `docker container inspect ${SERVICE}`
const LINE = '2026-11-26T14:00:00.000000001Z one\n'

/** What is said once the log is known to be there. */
const THERE = '{"fact":"log","base64":"dGhlcmU="}\n'

let world: World
beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => world.remove())

const logs = (changes: Record<string, string> = {}): string =>
  program('logs', { SERVICE, SINCE: '', TAIL: 'all', FOLLOW: 'no', ...changes })

describe.each(SHELLS)('logs in $name', (shell) => {
  it('tells what the engine has, of both streams, and that it came to its end', () => {
    world.tell({
      [INSPECT]: {},
      [`docker logs --timestamps --tail all ${SERVICE}`]: {
        stdout: LINE,
        stderr: LINE.replace('one', 'two'),
      },
    })
    const { stdout, stderr, exitCode } = world.run(shell, logs())
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: `${THERE}${LINE}${LINE.replace('one', 'two')}{"done":true}\n`,
      stderr: '',
      exitCode: 0,
    })
  })

  it('asks for the last lines since a time', () => {
    world.tell({ [INSPECT]: {}, [`docker logs --timestamps --tail 5 --since 3600s ${SERVICE}`]: {} })
    expect(world.run(shell, logs({ SINCE: '3600s', TAIL: '5' })).stdout).toBe(`${THERE}{"done":true}\n`)
    expect(world.calls()).toHaveLength(2)
  })

  it('opens the log again where the container ended, and waits for one that is not there', () => {
    // The third look at the container ends the program, as the end of the connection would.
    const count = `'${world.root}/count'`
    const naps = join(world.root, 'naps')
    world.provide('sleep', `#!/bin/sh\necho "$1" >>'${naps}'\n`)
    world.tell({
      [INSPECT]: {
        run: `echo x >>${count}; case $(/usr/bin/wc -l <${count}) in 3) exit 1 ;; 5) kill "$PPID" ;; esac`,
      },
      [`docker logs --follow --timestamps --tail all ${SERVICE}`]: { stdout: LINE },
      'docker logs --follow --timestamps --since *': { stdout: LINE },
    })
    const { stdout } = world.run(shell, logs({ FOLLOW: 'yes' }))
    expect(stdout.split('\n').filter((line) => line === LINE.trim()).length).toBeGreaterThanOrEqual(2)
    expect(stdout).not.toContain('done')
    expect(new Set(readFileSync(naps, 'utf8').split('\n').filter(Boolean))).toEqual(new Set(['1']))
  })

  it('says that there is no worker, or no engine to ask', () => {
    world.tell({ [INSPECT]: { exit: 1 }, 'docker version --format {{.Server.Version}}': {} })
    expect(world.run(shell, logs()).stdout).toContain('"worker-missing"')
    world.tell({ [INSPECT]: { exit: 1 }, 'docker version --format {{.Server.Version}}': { exit: 1 } })
    expect(world.run(shell, logs()).stdout).toContain('"engine-down"')
    world.withdraw('docker')
    expect(world.run(shell, logs()).stdout).toContain('"engine-missing"')
  })
})
