import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../../roles/mimir-worker/generation/generation.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { Secret } from '../../../../../src/values/secret.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { VARS } from '../../sample.ts'
import { noted, WISH } from '../lease/leases.ts'
import { answerOf, nodeWorld, QUESTIONS, type Ran, type Told, type World } from '../node-world.ts'

const GENERATION = renderGeneration({
  ...VARS,
  authorization: { type: 'basic', username: 'u', password: new Secret('p') },
})

let world: World
let release: string

function stageProgram(): string {
  const variables = {
    DIRECTORY: world.directory,
    GENERATION: GENERATION.name,
    PROJECT: 'mimir-worker',
    IMAGE: VARS.image,
    REPLACES: 'no',
    CHECK: '',
    WORKER: '65534',
    GROUP: String(process.getgid?.() ?? 0),
    MOUNTED_AT: '/etc/mimir-worker',
    ...WISH,
  }
  return program('stage', variables, GENERATION.files)
}

/** A node that has the image. */
const good = (): Told => ({
  ...QUESTIONS,
  'docker compose version': {},
  'docker compose *config -q': {},
  'docker run *': { stdout: 'SUCCESS' },
})

function stage(shell: Shell): Ran & { readonly answer: ReturnType<typeof answerOf> } {
  const ran = world.run(shell, stageProgram())
  return { ...ran, answer: answerOf(ran) }
}

beforeEach(() => {
  world = nodeWorld()
  release = join(world.directory, 'releases', GENERATION.name)
  world.tell(good())
})
afterEach(() => world.remove())

describe.each(SHELLS)('what stage does for the worker’s user in $name', (shell) => {
  it('opens the folders that somebody made for himself alone, and says so once', () => {
    mkdirSync(join(release, 'secrets'), { recursive: true })
    for (const folder of [world.directory, dirname(release), release, join(release, 'secrets')])
      chmodSync(folder, 0o700)
    expect(stage(shell).answer).toMatchObject({
      ok: true,
      value: { changed: ['files', 'permissions'] },
    })
    for (const folder of [world.directory, dirname(release), release, join(release, 'secrets')])
      expect(statSync(folder).mode & 0o7777).toBe(0o755)
    expect(noted(world, 'journal').map(([, , event, detail]) => [event, detail])).toContainEqual([
      'opened',
      `${world.directory}: mode 700, owner ${process.getuid?.() ?? 0}`,
    ])
    expect(stage(shell).answer).toMatchObject({ ok: true, value: { changed: [] } })
  })

  it('writes nothing below a folder to which others may write: what is there may be theirs', () => {
    stage(shell)
    chmodSync(world.directory, 0o1777)
    const uid = process.getuid?.() ?? 0
    expect(stage(shell).answer).toEqual({
      ok: false,
      failure: `directory-not-safe: ${world.directory}\nowner ${uid}, mode drwxrwxrwt`,
    })
    expect(statSync(world.directory).mode & 0o7777).toBe(0o1777)
  })

  it('says that the worker could not read its files, where its user cannot', () => {
    const stderr = 'FAILED: open /etc/mimir-worker/releases/x/prometheus.yml: permission denied'
    world.tell({ ...good(), 'docker run *': { exit: 1, stderr } })
    expect(stage(shell).answer).toEqual({ ok: false, failure: `not-readable: ${stderr}` })
    world.tell({ ...good(), 'docker run *': { exit: 125, stderr: 'docker: permission denied' } })
    expect(stage(shell).answer).toEqual({
      ok: false,
      failure: 'start-failed: promtool: docker: permission denied',
    })
  })

  it('gives compose nothing of the environment that names another project', () => {
    const told = good()
    const run =
      'for name in FILE PROJECT_NAME PROFILES ENV_FILES; do ! env | grep -q "^COMPOSE_$name=" || exit 98; done'
    world.tell({ ...told, 'docker compose *config -q': { run } })
    const exported =
      'export COMPOSE_FILE=/x.yml COMPOSE_PROJECT_NAME=other COMPOSE_PROFILES=a COMPOSE_ENV_FILES=/y\n'
    expect(answerOf(world.run(shell, `${exported}${stageProgram()}`))).toMatchObject({ ok: true })
  })

  it('reports a compose that does not take our file, which is no reason to install it again', () => {
    world.tell({ ...good(), 'docker compose *config -q': { exit: 1, stderr: 'unknown scheme' } })
    expect(stage(shell).answer).toEqual({
      ok: false,
      failure: 'compose-rejected: docker compose config: unknown scheme',
    })
  })
})
