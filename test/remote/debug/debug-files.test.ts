import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../roles/mimir-worker/programs/program.ts'
import { authorizationHeader } from '../../../roles/mimir-worker/worker/authorization.ts'
import type { Exit, Host } from '../../../src/model/host.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { debugFiles } from '../../../src/remote/debug/debug-files.ts'
import { masked } from '../../../src/remote/debug/masked.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { Secret } from '../../../src/values/secret.ts'

const PLANTED = `pl'ant "ed\\ s3cret/+=`
const base64 = (text: string): string => Buffer.from(text).toString('base64')

let directory: string
let folder: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'debug-'))
  folder = join(directory, 'made', 'run')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function hostThat(answer: Result<Exit>): Host {
  return {
    name: 'cmp1',
    exec: async () => Promise.resolve(answer),
    close: async () => Promise.resolve(),
  }
}

/** Every text below the folder, by its path. */
function files(): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]))
}

const run = async (title: string, text: string, answer: Result<Exit>) => {
  const watched = debugFiles(folder)
  const result = await watched.watch(hostThat(answer)).exec({ title, program: text, deadline: 1000 })
  expect(watched.problem()).toBeUndefined()
  return result
}

const exit = (stdout: string, stderr = ''): Result<Exit> => success({ exitCode: 3, stdout, stderr })

describe('the debug files of a run', () => {
  it('have the program, the answer with its facts as text, and a line of the index', async () => {
    const answer = exit(`{"fact":"engine","base64":"${base64('docker 27')}"}\n`, 'a warning')
    expect(await run('pull prom/prometheus:v3', 'echo hello', answer)).toBe(answer)
    const found = files()
    expect([...found.keys()].sort()).toEqual([
      'cmp1/0001-pull-prom-prometheus-v3.answer.txt',
      'cmp1/0001-pull-prom-prometheus-v3.program.sh',
      'index.jsonl',
    ])
    expect(found.get('cmp1/0001-pull-prom-prometheus-v3.program.sh')).toBe('echo hello')
    const text = found.get('cmp1/0001-pull-prom-prometheus-v3.answer.txt')
    for (const part of ['exit code 3', '{"fact":"engine","text":"docker 27"}', 'a warning'])
      expect(text).toContain(part)
    expect(JSON.parse(found.get('index.jsonl') ?? '')).toMatchObject({
      node: 'cmp1',
      title: 'pull prom/prometheus:v3',
      file: '0001-pull-prom-prometheus-v3',
      program: 10,
      exitCode: 3,
      stderr: 9,
    })
  })

  it('say of a failure what it is', async () => {
    await run('observe', 'true', failed({ reason: 'aborted', during: 'observe' }))
    expect(files().get('cmp1/0001-observe.answer.txt')).toContain('"reason": "aborted"')
    expect(JSON.parse(files().get('index.jsonl') ?? '')).toMatchObject({ failure: 'aborted' })
  })

  it('are for their owner only', async () => {
    await run('observe', 'true', exit(''))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'cmp1')).mode & 0o777).toBe(0o700)
    for (const path of files().keys()) expect(statSync(join(folder, path)).mode & 0o777).toBe(0o600)
  })

  it('have a planted secret in no file, whichever way it travels', async () => {
    const secret = new Secret(PLANTED)
    const header = authorizationHeader({ type: 'basic', username: 'kolla', password: secret }).reveal()
    const sent = program('prechecks', { HEADERS: `Authorization: ${header}`, LOGIN: secret.reveal() }, [
      { path: 'secrets/mimir-password', text: `${secret.reveal()}\n`, secret: true, sha256: 'f'.repeat(64) },
    ])
    expect(sent).toContain(PLANTED)
    const facts = [PLANTED, `password: "${PLANTED}"`, JSON.stringify({ password: PLANTED })]
    const answer = facts.map((fact) => `{"fact":"x","base64":"${base64(fact)}"}\n`).join('')
    await run(
      'stage',
      sent,
      exit(`${answer}${PLANTED}`, `${encodeURIComponent(PLANTED)} ${base64(`kolla:${PLANTED}`)}`),
    )
    const evidence = safeText(`refused ${PLANTED}`)
    await run('stage again', sent, failed({ reason: 'deadline', during: 'stage', seconds: 1, evidence }))
    const found = files()
    expect(found.size).toBe(5)
    for (const text of found.values()) {
      for (const spelling of [
        PLANTED,
        base64(PLANTED),
        base64(`kolla:${PLANTED}`),
        encodeURIComponent(PLANTED),
        's3cret',
      ])
        expect(text).not.toContain(spelling)
    }
    expect(found.get('cmp1/0001-stage.program.sh')).toContain('••••••')
  })

  it('cost a run nothing where they cannot be written, which is said', async () => {
    const watched = debugFiles('/dev/null/nowhere')
    const answer = exit('')
    expect(await watched.watch(hostThat(answer)).exec({ title: 'observe', program: '', deadline: 1 })).toBe(
      answer,
    )
    expect(watched.problem()).toContain('/dev/null')
  })
})

describe('a masked text', () => {
  it('has no private key and nothing that a key calls secret, though nobody knows it', () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----'
    const text = masked(`a: 1\npassword: hunter2\n${key}\nb: 2`, [])
    expect(text).toContain('a: 1')
    expect(text).toContain('b: 2')
    expect(text).not.toMatch(/hunter2|abc/u)
  })

  it('leaves a program that holds no secret as it is', () => {
    const text = program('activate', { DIRECTORY: '/opt/x', PROJECT: 'p', SERVICE: 's' })
    expect(masked(text, [])).toBe(text)
  })

  it('is not all dots because of a secret that is empty', () => {
    expect(masked('abc', ['', '\n'])).toBe('abc')
  })
})
