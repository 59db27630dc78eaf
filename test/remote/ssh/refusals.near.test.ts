import { type ChildProcess, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { explainFailure } from '../../../src/messages/explain.ts'
import { arrive, failureOf, type Operator, successOf } from '../operator.ts'
import { keyPair } from './key-pair.ts'
import { accounts, generated, HAS_ACCOUNTS, startOpenSsh } from './openssh.ts'

const why = HAS_ACCOUNTS ? '' : ', skipped: it takes root, sshd and unshare'
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

describe.skipIf(!HAS_ACCOUNTS)(`what a real sshd refuses${why}`, () => {
  let directory: string
  let wrap: ReturnType<typeof accounts>
  const servers: ChildProcess[] = []
  const operators: Operator[] = []

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'refusals-'))
    wrap = accounts(directory)
    writeFileSync(join(directory, 'authorized_keys'), keyPair('ed25519', 'user').public)
  })
  afterEach(async () => {
    for (const server of servers.splice(0)) server.kill()
    await Promise.all(operators.splice(0).map((operator) => operator.leave()))
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const sshd = async (settings: string) => {
    const started = await startOpenSsh(directory, settings, wrap)
    servers.push(started.server)
    const operator = arrive(started.knownHost)
    operators.push(operator)
    return { port: started.port, operator }
  }
  const everybody = (): string => `AuthorizedKeysFile ${directory}/authorized_keys\n`

  /** Pastes the one command of a remedy into a shell of an operator whose answers come from a script. */
  const paste = (remedy: string) => {
    const answers = join(directory, 'askpass')
    const script = '#!/bin/sh\ncase $1 in (*yes/no*) echo yes;; (*) echo guest;; esac\n'
    writeFileSync(answers, script, { mode: 0o755 })
    const [, line = ''] = /`([^`]+)`/u.exec(remedy) ?? []
    const [program = '', ...argv] = wrap(['sh', '-ec', line])
    const home = join(directory, 'root')
    mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 })
    const env = {
      ...process.env,
      HOME: home,
      SSH_ASKPASS: answers,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: ':0',
    }
    return spawnSync(program, argv, { env, encoding: 'utf8', input: '' })
  }

  test.each([
    ['with its public half beside it', /`ssh-copy-id -i \S+\.pub -p \d+ guest@127\.0\.0\.1`/u],
    ['without', /`ssh-keygen -y -f \S+ \| ssh -p \d+ guest@127\.0\.0\.1 '/u],
  ])('a strange key %s gets in once the remedy was pasted', async (how, form) => {
    const { port, operator } = await sshd(
      'UsePAM no\nPermitRootLogin yes\nPasswordAuthentication yes\nKbdInteractiveAuthentication no',
    )
    const key = generated(directory, `strange-${port}`)
    if (how === 'without') rmSync(`${key}.pub`)
    const login = { user: 'guest', keys: [key], become: false }
    const failure = failureOf(await operator.open({ port }, login))
    expect(failure).toMatchObject({ cause: 'keys-refused', accepted: ['publickey', 'password'] })
    const { remedy } = explainFailure(failure, 'en')
    expect(remedy).toMatch(form)
    const { status, stderr } = paste(remedy)
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
    successOf(await operator.open({ port }, login))
  })

  test('a strange key where only keys are taken is printed by the remedy, for the console', async () => {
    const { port, operator } = await sshd(
      `${everybody()}UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no`,
    )
    const key = generated(directory, `console-${port}`)
    const failure = failureOf(await operator.open({ port }, { keys: [key] }))
    const { stdout } = paste(explainFailure(failure, 'en').remedy)
    expect(stdout.split(' ').slice(0, 2)).toEqual(readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2))
  })

  test('an account that has expired is refused in its own words, and not for a wrong key', async () => {
    const { port, operator } = await sshd(`${everybody()}UsePAM yes`)
    expect(failureOf(await operator.open({ port }, { user: 'expired', become: false }))).toMatchObject({
      reason: 'ssh-authentication',
      cause: 'not-admitted',
      evidence: matching(/account has expired/u),
    })
  })

  test('root who may not log in is told so, although the key is right', async () => {
    const { port, operator } = await sshd(`${everybody()}UsePAM no\nPermitRootLogin no`)
    const failure = failureOf(await operator.open({ port }))
    expect(failure).toMatchObject({ reason: 'ssh-authentication', cause: 'not-admitted' })
    expect(explainFailure(failure, 'en').remedy).toContain('PermitRootLogin')
  })

  test('a second factor is named', async () => {
    const { port, operator } = await sshd(
      `${everybody()}UsePAM no\nPermitRootLogin yes\nPasswordAuthentication yes\nAuthenticationMethods publickey,password`,
    )
    expect(failureOf(await operator.open({ port }))).toMatchObject({
      cause: 'second-factor',
      accepted: ['password'],
    })
  })
})
