import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { arrive, failureOf, type Operator, successOf } from '../operator.ts'
import { keyPair } from './key-pair.ts'
import { generated, LACKING, startOpenSsh } from './openssh.ts'
import { command } from './ssh-node.ts'

const why = LACKING.length === 0 ? '' : `, skipped: ${LACKING.join(', ')}`
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

describe.skipIf(LACKING.length > 0)(`a real OpenSSH server that forwards nothing${why}`, () => {
  let directory: string
  let port: number
  let server: ChildProcess
  const operators: Operator[] = []

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'openssh-'))
    writeFileSync(join(directory, 'authorized_keys'), keyPair('ed25519', 'user').public)
    const started = await startOpenSsh(directory, settings(directory))
    server = started.server
    port = started.port
  })
  afterEach(async () => {
    await Promise.all(operators.splice(0).map((operator) => operator.leave()))
  })
  afterAll(() => {
    server.kill()
    rmSync(directory, { recursive: true, force: true })
  })

  const operator = (): Operator => {
    const arrived = arrive(`[127.0.0.1]:${port} ${keyPair('ed25519').public}\n`)
    operators.push(arrived)
    return arrived
  }
  const node = async () => successOf(await operator().open({ port }))

  test('runs a program and gives its exit status and its output', async () => {
    const host = await node()
    expect(successOf(await host.exec(command('echo out; echo err >&2; exit 3')))).toEqual({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    })
  })

  test('takes more commands at a time than a connection may have sessions', async () => {
    const host = await node()
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, index) => host.exec(command(`exit ${index}`))),
    )
    expect(results.map((result) => successOf(result).exitCode)).toEqual(results.map((_, index) => index))
  })

  test('takes a payload of half a megabyte and gives 20 megabytes back', async () => {
    const host = await node()
    const program = `wc -c <<'END'\n${'0123456789abcde\n'.repeat(32_000)}END\nhead -c 20000000 /dev/zero | tr '\\0' x`
    const { stdout } = successOf(await host.exec(command(program)))
    expect(stdout).toMatch(/^512000\nx+\n… \d+ bytes left out …\nx+$/u)
  })

  test('does not make us wait for a background child', async () => {
    const host = await node()
    expect(successOf(await host.exec(command('sleep 20 & echo hi'))).stdout).toBe('hi\n')
  })

  test('tells of a death by signal', async () => {
    const host = await node()
    const died = await host.exec(command('kill -KILL $PPID; kill -KILL $$; sleep 5'))
    expect(failureOf(died)).toMatchObject({ reason: 'killed', signal: 'SIGKILL' })
  })

  test('that is killed in the middle of a command is a lost connection', async () => {
    const host = await node()
    const program = `echo begun
session=$$
while [ "$(cat /proc/$session/comm)" != sshd ]; do session=$(awk '{print $4}' /proc/$session/stat); done
kill -KILL "$session"
sleep 20`
    expect(failureOf(await host.exec(command(program)))).toMatchObject({
      reason: 'connection-lost',
      during: 'observe',
    })
  })

  test('ends a cancellable command that is aborted, and one that is late', async () => {
    const host = await node()
    const file = join(directory, 'pid')
    const program = `echo $$ > ${file}; echo begun; sleep 50`
    const control = new AbortController()
    const options = {
      cancellable: true,
      signal: control.signal,
      onLine: () => {
        control.abort()
        return true
      },
    }
    expect(failureOf(await host.exec(command(program, options))).reason).toBe('aborted')
    await gone(file)
    expect(failureOf(await host.exec(command(program, { deadline: 3000 }))).reason).toBe('deadline')
    await gone(file)
  })

  test('that refuses the key says which methods it takes', async () => {
    const refused = await operator().open({ port }, { keys: [generated(directory, 'stranger')] })
    expect(failureOf(refused)).toMatchObject({
      reason: 'ssh-authentication',
      cause: 'keys-refused',
      accepted: ['publickey'],
    })
  })

  test('lets in a user whose shell runs nothing, and that is no program run', async () => {
    const host = successOf(await operator().open({ port }, { user: 'nobody', become: false }))
    expect(failureOf(await host.exec(command(':')))).toMatchObject({
      reason: 'not-started',
      stage: 'login',
      exitCode: 1,
      evidence: matching(/not available/u),
    })
  })

  test('lets in a key of the agent, and hangs up on an agent that holds too many', async () => {
    const socket = join(directory, 'agent.sock')
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise((resolve) => agent.stdout.once('data', resolve))
    const add = (file: string): void => {
      const env = { ...process.env, SSH_AUTH_SOCK: socket }
      execFileSync('ssh-add', ['-q', file], { env, stdio: 'ignore' })
    }
    const first = operator()
    add(first.keyFile)
    successOf(await first.open({ port }, { keys: [] }, { agent: socket }))

    execFileSync('ssh-add', ['-q', '-D'], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' })
    for (let index = 0; index < 8; index += 1) add(generated(directory, `many-${index}`))
    expect(failureOf(await operator().open({ port }, { keys: [] }, { agent: socket }))).toMatchObject({
      reason: 'ssh-authentication',
      cause: 'too-many-keys',
      available: 8,
      evidence: matching(/Too many authentication failures/u),
    })
    successOf(await operator().open({ port }, { identitiesOnly: true }, { agent: socket }))
    agent.kill()
  })
})

const settings = (directory: string): string => `
AuthorizedKeysFile ${directory}/authorized_keys
AllowTcpForwarding no
DisableForwarding yes
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
`

/** The process whose id is in the file, and which no event of ours tells of, is dead. */
async function gone(file: string): Promise<void> {
  const pid = readFileSync(file, 'utf8').trim()
  while (existsSync(`/proc/${pid}/stat`)) await new Promise((resolve) => setTimeout(resolve, 20))
}
