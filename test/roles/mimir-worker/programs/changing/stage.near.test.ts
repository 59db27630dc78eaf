import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Generation, renderGeneration } from '../../../../../roles/mimir-worker/generation/generation.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { Secret } from '../../../../../src/values/secret.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { VARS } from '../../sample.ts'
import { WISH } from '../lease/leases.ts'
import { answerOf, failureOf, nodeWorld, QUESTIONS, type Told, type World } from '../node-world.ts'

const IMAGE = VARS.image
const GROUP = String(process.getgid?.() ?? 0)

/** Texts that a shell would love to run, and that end as here-documents end. */
const HOSTILE = 'EOF\n$(touch escaped)`touch escaped`\\$HOME "\' \\\n}\nEND-OF-0123\n\r\n\ttab\n'

const GENERATION: Generation = renderGeneration({
  ...VARS,
  node: 'c\'m$p`1` "x"',
  authorization: { type: 'basic', username: '$USER', password: new Secret("p'w$(reboot)`x`\\") },
  ca: HOSTILE,
})

let world: World
let release: string

function stageProgram(generation = GENERATION, check = '', replaces: 'yes' | 'no' = 'no'): string {
  const variables = {
    DIRECTORY: world.directory,
    GENERATION: generation.name,
    PROJECT: 'mimir-worker',
    IMAGE,
    REPLACES: replaces,
    CHECK: check,
    WORKER: '65534',
    GROUP,
    MOUNTED_AT: '/etc/mimir-worker',
    ...WISH,
  }
  return program('stage', variables, generation.files)
}

const HAS = `docker image inspect ${IMAGE}`
const compose = (words: string): string =>
  `docker compose --env-file /dev/null -p mimir-worker --project-directory ${world.directory} -f ${release}/docker-compose.yml ${words}`
const promtool = (flags = ''): string =>
  `docker run --rm --network none --user 65534:${GROUP} --entrypoint promtool --volume ${world.directory}:/etc/mimir-worker:ro ${IMAGE} check config ${flags}/etc/mimir-worker/releases/${GENERATION.name}/prometheus.yml`

function good(): Told {
  return {
    [HAS]: { quiet: true, exit: 1, stderr: `Error response from daemon: No such image: ${IMAGE}` },
    ...QUESTIONS,
    'docker compose version': {},
    [compose('config -q')]: {},
    [compose('pull')]: {},
    [promtool()]: { stdout: 'SUCCESS' },
  }
}

/** Path → what of a file would change if it were written. */
function inodes(): Record<string, unknown> {
  return Object.fromEntries(
    GENERATION.files.map(({ path }) => {
      const { ino, mtimeMs, ctimeMs } = statSync(join(release, path))
      return [path, { ino, mtimeMs, ctimeMs }]
    }),
  )
}

function stage(shell: Shell, replaces?: 'yes') {
  const ran = world.run(shell, stageProgram(GENERATION, '', replaces))
  return { ...ran, answer: answerOf(ran) }
}

beforeEach(() => {
  world = nodeWorld()
  release = join(world.directory, 'releases', GENERATION.name)
  world.tell(good())
})
afterEach(() => world.remove())

describe.each(SHELLS)('stage in $name', (shell) => {
  it('has promtool check for an agent where it is to be one', () => {
    world.tell({ ...good(), [promtool()]: { exit: 1 }, [promtool('--agent ')]: { stdout: 'SUCCESS' } })
    expect(answerOf(world.run(shell, stageProgram(GENERATION, '--agent')))).toMatchObject({ ok: true })
  })

  it('writes every file as it was rendered, secrets for the worker’s group only, and checks them', () => {
    const { exitCode, stderr, answer } = stage(shell)
    expect({ exitCode, stderr, answer }).toMatchObject({
      exitCode: 0,
      stderr: '',
      answer: { ok: true, value: { changed: ['files', 'image'] } },
    })
    for (const { path, text, secret } of GENERATION.files) {
      const file = join(release, path)
      expect(readFileSync(file, 'utf8')).toBe(text)
      expect(statSync(file).mode & 0o7777).toBe(secret ? 0o640 : 0o644)
      expect(String(statSync(file).gid)).toBe(GROUP)
    }
    expect(readdirSync(release).sort()).toEqual([
      'docker-compose.yml',
      'generation.json',
      'prometheus.yml',
      'secrets',
    ])
    expect(readdirSync(world.directory).sort()).toEqual(['.lock', 'journal', 'lease', 'releases'])
    expect(readdirSync(world.root).filter((name) => name.includes('escaped'))).toEqual([])
    expect(world.calls()).toEqual([
      'docker compose version',
      compose('config -q'),
      compose('pull'),
      promtool(),
    ])
  })

  it('writes nothing the second time, and pulls only what the engine does not have', () => {
    stage(shell)
    const before = inodes()
    world.calls()
    world.tell({ ...good(), [HAS]: { quiet: true } })
    const { answer } = stage(shell)
    expect(answer).toMatchObject({ ok: true, value: { changed: [] } })
    expect(inodes()).toEqual(before)
    expect(world.calls()).toEqual(['docker compose version', compose('config -q'), promtool()])
  })

  it('puts right what somebody changed in a generation: content, mode, a link in its place, strangers', () => {
    stage(shell)
    const [first, , , secret] = GENERATION.files.map(({ path }) => join(release, path))
    if (first === undefined || secret === undefined) throw new Error('the generation has files')
    writeFileSync(first, 'by hand\n')
    writeFileSync(join(world.root, 'elsewhere'), readFileSync(secret))
    world.run(
      shell,
      `rm ${JSON.stringify(secret)}; chmod 600 ${JSON.stringify(join(release, 'docker-compose.yml'))}`,
    )
    symlinkSync(join(world.root, 'elsewhere'), secret)
    writeFileSync(join(release, 'rules.yml'), 'stranger')
    symlinkSync('/etc/hostname', join(release, 'link'))
    expect(stage(shell).answer).toMatchObject({ ok: true, value: { changed: ['files', 'image'] } })
    for (const { path, text, secret: isSecret } of GENERATION.files) {
      expect(readFileSync(join(release, path), 'utf8')).toBe(text)
      expect(statSync(join(release, path)).mode & 0o7777).toBe(isSecret ? 0o640 : 0o644)
    }
    expect(readdirSync(release).sort()).toEqual([
      'docker-compose.yml',
      'generation.json',
      'prometheus.yml',
      'secrets',
    ])
  })

  it('removes strangers whatever they are called, and nothing outside', () => {
    stage(shell)
    const outside = join(world.root, 'keep')
    writeFileSync(outside, 'precious')
    const trap = join(release, `x\n${outside}`)
    mkdirSync(dirname(trap), { recursive: true })
    writeFileSync(trap, 'stranger')
    writeFileSync(join(release, '-rf *'), 'stranger')
    expect(stage(shell).answer).toMatchObject({ ok: true, value: { changed: ['files', 'image'] } })
    expect(readFileSync(outside, 'utf8')).toBe('precious')
    expect([existsSync(trap), existsSync(join(release, '-rf *'))]).toEqual([false, false])
  })

  it('leaves `current` alone, and says why, where promtool refuses', () => {
    stage(shell)
    symlinkSync(`releases/${GENERATION.name}`, join(world.directory, 'current'))
    const before = statSync(join(world.directory, 'current'), { bigint: true }).ino
    world.tell({ ...good(), [promtool()]: { exit: 1, stderr: 'FAILED: parsing YAML file: line 3\n' } })
    const { answer, exitCode } = stage(shell)
    expect({ answer, exitCode }).toEqual({
      exitCode: 10,
      answer: { ok: false, failure: 'config-rejected: FAILED: parsing YAML file: line 3' },
    })
    expect(statSync(join(world.directory, 'current'), { bigint: true }).ino).toBe(before)
  })

  it('does not blame the configuration where the engine could not run promtool', () => {
    const stderr = 'docker: Error response from daemon: layer is broken.'
    world.tell({ ...good(), [promtool()]: { exit: 125, stderr } })
    expect(stage(shell).answer).toEqual({ ok: false, failure: `start-failed: promtool: ${stderr}` })
  })

  it('reports a pull that failed, with what the engine said, and runs no promtool', () => {
    const stderr = 'Error response from daemon: manifest unknown\n'
    world.tell({ ...good(), [compose('pull')]: { exit: 18, stdout: 'Pulling…\n', stderr } })
    expect(stage(shell).answer).toEqual({
      ok: false,
      failure: 'pull-failed: Pulling…\nError response from daemon: manifest unknown',
    })
    expect(world.calls().at(-1)).toBe(compose('pull'))
  })

  it('uses docker-compose where the engine has no compose of its own', () => {
    const old = (words: string): string =>
      compose(words).replace('docker compose --env-file /dev/null', 'docker-compose --env-file .no-env')
    world.tell({
      [HAS]: { quiet: true, exit: 1 },
      ...QUESTIONS,
      'docker compose version': { exit: 1 },
      [old('config -q')]: {},
      [old('pull')]: {},
      [promtool()]: {},
    })
    expect(stage(shell).answer).toMatchObject({ ok: true })
    expect(world.calls()).toEqual(['docker compose version', old('config -q'), old('pull'), promtool()])
  })

  it('reports that there is no compose at all', () => {
    world.withdraw('docker-compose')
    world.tell({ 'docker compose version': { exit: 1 }, 'docker --help': { stdout: 'Usage:  docker\n' } })
    expect(stage(shell).answer).toEqual({ ok: false, failure: 'compose-missing: ' })
  })

  it('reports a plugin that is there and cannot be run', () => {
    world.withdraw('docker-compose')
    const help = `Usage:  docker

Invalid Plugins:
  buildx      failed to fetch metadata: exit status 1
  compose     failed to fetch metadata: fork/exec docker-compose: exec format error

Global Options:
`
    world.tell({ 'docker compose version': { exit: 1 }, 'docker --help': { stdout: help } })
    expect(stage(shell).answer).toEqual({
      ok: false,
      failure:
        'compose-broken: docker compose: failed to fetch metadata: fork/exec docker-compose: exec format error',
    })
  })

  it.each(['client version 1.43 is too old. Minimum supported API version is 1.44', 'no such host'])(
    'reports a compose that does not reach the engine, before anything is pulled: %s',
    (stderr) => {
      world.tell({
        [`docker compose --env-file /dev/null -p mimir-worker -f ${release}/docker-compose.yml ps -q`]: {
          exit: 1,
          stderr,
        },
        ...good(),
      })
      expect(stage(shell).answer).toEqual({
        ok: false,
        failure: `compose-unanswered: docker compose: ${stderr}`,
      })
      expect(world.calls()).not.toContain(compose('pull'))
    },
  )

  describe('what the worker that runs was made of', () => {
    const OLD = 'registry.example/old@sha256:aa'
    beforeEach(() => {
      const before = join(world.directory, 'releases', '0123456789ab')
      mkdirSync(before, { recursive: true })
      writeFileSync(join(before, 'docker-compose.yml'), `    image: "${OLD}"\n`)
      symlinkSync('releases/0123456789ab', join(world.directory, 'current'))
    })
    const missing = { [`docker image inspect ${OLD}`]: { quiet: true, exit: 1 } }

    it('is pulled before it is replaced, for the node has to revert without a registry', () => {
      world.tell({ ...missing, ...good(), [`docker pull ${OLD}`]: {} })
      expect(stage(shell, 'yes').answer).toMatchObject({ ok: true })
      expect(world.calls()).toContain(`docker pull ${OLD}`)
    })

    it('is not pulled where it is there, or where the worker is only reloaded', () => {
      world.tell(good())
      expect(stage(shell, 'yes').answer).toMatchObject({ ok: true })
      world.tell({ ...missing, ...good() })
      expect(stage(shell).answer).toMatchObject({ ok: true })
      expect(world.calls().filter((call) => call.startsWith('docker pull'))).toEqual([])
    })

    it('keeps the worker from being replaced where it is not to be had', () => {
      const stderr = 'Error response from daemon: manifest unknown'
      world.tell({ ...missing, ...good(), [`docker pull ${OLD}`]: { exit: 1, stderr } })
      expect(stage(shell, 'yes').answer).toEqual({
        ok: false,
        failure: `way-back-missing: ${OLD}\n${stderr}`,
      })
    })
  })

  it('reports a full disk, and leaves no half file', () => {
    world.provide(
      'sync',
      '#!/bin/sh\ncase $1 in */releases/*) ;; *) exit 0 ;; esac\necho "sync: error syncing \'$1\': No space left on device" >&2\nexit 1\n',
    )
    const { answer } = stage(shell)
    expect(failureOf(answer)).toMatch(/^disk-full: sync: .*No space left on device$/u)
    expect(readdirSync(release)).toEqual([])
  })

  it('reports a folder that cannot be made', () => {
    mkdirSync(dirname(world.directory), { recursive: true })
    writeFileSync(world.directory, 'a file')
    expect(failureOf(stage(shell).answer)).toMatch(/^not-writable: mkdir: .*Not a directory/u)
  })

  it('reports a folder in the place of a file, and does not write into it', () => {
    mkdirSync(join(release, 'prometheus.yml', 'x'), { recursive: true })
    expect(failureOf(stage(shell).answer)).toMatch(/^not-writable: mv: /u)
    expect(readdirSync(join(release, 'prometheus.yml'))).toEqual(['x'])
  })

  it('reports a disk that does not hold what was written', () => {
    world.provide('chmod', '#!/bin/sh\necho x >>"$2"\n')
    expect(failureOf(stage(shell).answer)).toMatch(/^not-writable: .*does not hold what was written/u)
  })

  it('never lets others read a secret while it is being written', () => {
    const log = join(world.root, 'modes')
    world.provide('chgrp', `#!/bin/sh\nstat -c '%a %n' "$2" >>'${log}'\n`)
    stage(shell)
    const modes = readFileSync(log, 'utf8').trimEnd().split('\n')
    expect(modes.map((line) => line.split(' ')[0])).toEqual(GENERATION.files.map(() => '600'))
  })
})
