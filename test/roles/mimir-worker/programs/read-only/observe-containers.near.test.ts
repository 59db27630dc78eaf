import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Facts } from '../../../../../roles/mimir-worker/node/facts.ts'
import { readFacts } from '../../../../../roles/mimir-worker/node/read-facts.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { answerOf, nodeWorld, QUESTIONS, type Told, type World } from '../node-world.ts'

const SERVICE = 'openstack-worker-prometheus'
const LEFT = `3d07673384b6_${SERVICE}`
const IMAGE = 'prom/prometheus:v2.53.3'
const PINNED = `prom/prometheus@sha256:${'d'.repeat(64)}`
const OLDER = `prom/prometheus@sha256:${'e'.repeat(64)}`
const ID = `sha256:${'a'.repeat(64)}`

let world: World

const has = (reference: string): string =>
  `docker image inspect --format {{.Id}}{{range .RepoDigests}} {{.}}{{end}} ${reference}`

/** As the engine describes a container that has ended. */
const ended = (id: string, name: string): string =>
  `0 ${JSON.stringify({ id, name: `/${name}`, status: 'exited', restarts: 0, labels: {} })}`

function observe(shell: Shell, told: Told): Facts {
  world.tell({
    ...told,
    ...QUESTIONS,
    'docker container inspect *': { exit: 1 },
    'docker version *': { stdout: '29.0.1' },
    'docker logs *': {},
    'ss *': {},
  })
  const variables = {
    DIRECTORY: world.directory,
    PROJECT: 'mimir-worker',
    SERVICE,
    IMAGE,
    LISTEN: '127.0.0.1:9091',
    LISTEN_HOST: '127.0.0.1',
    LISTEN_PORT: '9091',
    MOUNTED_AT: world.directory,
    INTERFACE: '',
    ADDRESS: '',
    PORTS: '',
  }
  const ran = world.run(shell, program('observe', variables))
  const answer = answerOf(ran)
  if (!answer.ok) throw new Error(`${answer.failure}${ran.stderr}`)
  expect(ran.stderr).toBe('')
  return readFacts(answer.value)
}

beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => world.remove())

describe.each(SHELLS)('the containers of a worker in $name', (shell) => {
  it('are also those that an attempt to replace it left beside it', () => {
    const { container, leftovers } = observe(shell, {
      'docker ps --all --quiet --no-trunc --filter label=kolla-mimir.container': { stdout: 'c1\nc2\n' },
      'docker container inspect --format {{.Name}} {{.State.Status}} c2': { stdout: `/${LEFT} exited\n` },
      [`docker container inspect --format {{.State.Pid}}* ${SERVICE}`]: { stdout: ended('c1', SERVICE) },
    })
    expect(container).toMatchObject({ id: 'c1', name: SERVICE })
    expect(leftovers).toEqual([{ name: LEFT, status: 'exited' }])
  })

  it('are one that was left under another name where there is none under its own', () => {
    const { container, leftovers } = observe(shell, {
      'docker ps --all --quiet --no-trunc --filter *': { stdout: 'c2\n' },
      'docker container inspect --format {{.State.Pid}}* c2': { stdout: ended('c2', LEFT) },
      'docker logs --tail 20 c2': { stderr: 'bye\n' },
    })
    expect(container).toMatchObject({ id: 'c2', name: LEFT, log: 'bye' })
    expect(leftovers).toBeUndefined()
  })
})

describe.each(SHELLS)('a container in $name', (shell) => {
  it('is not missing because the engine warns of something else', () => {
    const stderr = 'WARNING: Error loading config file\n'
    const stdout = ended('c1', SERVICE)
    const { container } = observe(shell, {
      [`docker container inspect --format {{.State.Pid}}* ${SERVICE}`]: { stdout, stderr },
    })
    expect(container?.id).toBe('c1')
  })
})

describe.each(SHELLS)('the images of a node in $name', (shell) => {
  it("are asked for by name: the manifest's, and those of the generations; no list is read", () => {
    for (const [generation, image] of [
      ['0123456789ab', PINNED],
      ['ba9876543210', OLDER],
    ] as const) {
      const release = join(world.directory, 'releases', generation)
      mkdirSync(release, { recursive: true })
      writeFileSync(join(release, 'docker-compose.yml'), `services:\n  x:\n    image: "${image}"\n`)
    }
    const { images, madeOf } = observe(shell, {
      [has(PINNED)]: { stdout: `${ID} ${PINNED}\n` },
      [has(IMAGE)]: { exit: 1, stderr: `Error response from daemon: No such image: ${IMAGE}` },
      [has(OLDER)]: { exit: 1, stderr: `Error: No such image: ${OLDER}` },
    })
    expect(images).toEqual([{ reference: PINNED, id: ID, digests: [PINNED] }])
    expect(madeOf).toEqual(
      new Map([
        ['0123456789ab', PINNED],
        ['ba9876543210', OLDER],
      ]),
    )
    expect(world.calls().filter((call) => call.startsWith('docker images'))).toEqual([])
  })
})
