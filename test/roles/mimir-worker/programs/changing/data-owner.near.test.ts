import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../../roles/mimir-worker/generation/generation.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { VARS } from '../../sample.ts'
import { answerOf, failureOf, nodeWorld, type World } from '../node-world.ts'
import { activation, GOOD, NEW, readyNode } from './activated.ts'

const UP = 'docker compose --env-file /dev/null -p mimir-worker -f docker-compose.yml up'
const INSPECT = 'docker volume inspect --format {{.Mountpoint}} mimir-worker-data'

let world: World
let data: string

/** A node whose new generation is a real one; the data of its worker lies in `data`. */
function putReal(): void {
  readyNode(world)
  const [project] = renderGeneration(VARS).files.filter(({ path }) => path === 'docker-compose.yml')
  writeFileSync(join(world.directory, 'releases', NEW, 'docker-compose.yml'), project?.text ?? '')
  data = join(world.root, 'data')
  mkdirSync(join(data, 'wal'), { recursive: true })
  writeFileSync(join(data, 'wal', '00000000'), '')
  world.provide('chown', `#!/bin/sh\nprintf 'chown %s\\n' "$*" >>'${join(world.root, 'calls')}'\n`)
}

/** Of all files that find looks at, those that are not the worker's. */
const strangers = (...paths: readonly string[]): void =>
  world.provide('find', `#!/bin/sh\n[ "$4 $5 $6" = '! -user 65534' ] && printf '%s' '${paths.join('\n')}'\n`)

beforeEach(() => {
  world = nodeWorld()
  mkdirSync(world.directory, { recursive: true })
  putReal()
})
afterEach(() => world.remove())

describe.each(SHELLS)('the data of a worker in $name', (shell) => {
  const start = (action: 'start' | 'replace' = 'start') =>
    answerOf(world.run(shell, activation(world, { action })))

  it('is left alone where all of it is the worker’s', () => {
    world.tell({ ...GOOD, [INSPECT]: { stdout: data } })
    strangers()
    expect(start()).toMatchObject({ ok: true })
    expect(world.calls()).toEqual(['docker compose version', INSPECT, `${UP} -d`])
  })

  it('becomes the worker’s, once whoever wrote it has ended, where another image wrote it', () => {
    world.tell({ ...GOOD, [INSPECT]: { stdout: data }, [`${UP} --no-start --force-recreate`]: {} })
    strangers(join(data, 'wal', '00000000'))
    expect(start('replace')).toMatchObject({ ok: true })
    expect(world.calls()).toEqual([
      'docker compose version',
      INSPECT,
      `${UP} --no-start --force-recreate`,
      INSPECT,
      `chown -R 65534:65534 ${data}`,
      `${UP} -d`,
    ])
  })

  it('is looked at before the first start, for it has the owner that its image has for it', () => {
    world.tell({ ...GOOD, [INSPECT]: { run: insteadOnce() }, [`${UP} --no-start`]: {} })
    strangers(data)
    expect(start()).toMatchObject({ ok: true })
    expect(world.calls()).toEqual([
      'docker compose version',
      INSPECT,
      `${UP} --no-start`,
      INSPECT,
      `chown -R 65534:65534 ${data}`,
      `${UP} -d`,
    ])
  })

  it('keeps the worker from starting where it cannot become its own', () => {
    world.tell({ ...GOOD, [INSPECT]: { stdout: data }, [`${UP} --no-start`]: {} })
    strangers(data)
    world.provide('chown', '#!/bin/sh\necho "Operation not permitted" >&2\nexit 1\n')
    expect(failureOf(start())).toBe('start-failed: Operation not permitted')
  })
})

/** The volume is there from the second time on. */
function insteadOnce(): string {
  const seen = join(world.root, 'volume-made')
  return `if [ -e '${seen}' ]; then echo '${data}'; else : >'${seen}'; exit 1; fi`
}
