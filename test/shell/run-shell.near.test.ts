import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runShell, type ShellCommand } from '../../src/shell/run-shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'shell-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: string, more: Partial<ShellCommand> = {}) {
  let printed = ''
  const stdout = (chunk: Buffer): void => {
    printed += chunk.toString()
  }
  const end = await runShell({ command, folder, milliseconds: 60_000, patience: 5000, stdout, ...more })
  return { end, printed }
}

/** Ends it by a signal as soon as it has printed something. */
async function untilItSpeaks(command: string, patience = 5000) {
  const controller = new AbortController()
  let printed = ''
  const stdout = (chunk: Buffer): void => {
    printed += chunk.toString()
    controller.abort()
  }
  const { end } = await run(command, { signal: controller.signal, patience, stdout })
  return { end, printed }
}

const pidIn = (file: string): string => readFileSync(join(folder, file), 'utf8').trim()

function isRunning(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

describe('a command on this machine', () => {
  it('reads its stdin, in its folder and environment', async () => {
    const { end, printed } = await run('pwd; echo "$WHO"; cat', { stdin: '{"a":1}\n', env: { WHO: 'kim' } })
    expect(end).toEqual({ how: 'exited', exitCode: 0 })
    expect(printed).toBe(`${folder}\nkim\n{"a":1}\n`)
  })

  it('need not read it, however much there is', async () => {
    const { end } = await run('exec <&-; sleep 0.1; exit 3', { stdin: 'x'.repeat(5_000_000) })
    expect(end).toEqual({ how: 'exited', exitCode: 3 })
  })

  it('is heard in the order in which it wrote, on stdout and stderr alike', async () => {
    const { printed } = await run('for i in 1 2 3; do echo "out $i"; echo "err $i" >&2; done')
    expect(printed).toBe('out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n')
  })

  it('says what ended it', async () => {
    expect((await run('kill -9 $$')).end).toEqual({ how: 'killed', signal: 'SIGKILL' })
    expect((await run('./none', { folder: join(folder, 'gone') })).end).toMatchObject({ how: 'not-run' })
    expect((await run('echo \0')).end).toMatchObject({ how: 'not-run' })
  })

  it('is ended when it is late', async () => {
    expect((await run('sleep 60', { milliseconds: 50 })).end).toEqual({ how: 'late' })
  })

  it('is asked to end first, and may clean up', async () => {
    const { end, printed } = await untilItSpeaks(
      "trap 'echo cleaned; exit 0' TERM; echo begun; while :; do sleep 0.1; done",
    )
    expect(end).toEqual({ how: 'aborted' })
    expect(printed).toMatch(/^begun\n(?:Terminated\n)?cleaned\n$/u)
  })

  it('is ended with all that it started where it does not listen', async () => {
    const command = "trap '' TERM; sleep 61 & echo $! > deaf; echo $$ > self; echo begun; wait; sleep 62"
    expect((await untilItSpeaks(command, 100)).end).toEqual({ how: 'aborted' })
    for (const file of ['deaf', 'self']) await expect.poll(() => isRunning(pidIn(file))).toBe(false)
  })

  it('is not begun where it is not wished any more', async () => {
    expect((await run('touch never', { signal: AbortSignal.abort() })).end).toEqual({ how: 'aborted' })
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })

  it('has ended when it has, whatever it left behind, and that lives on', async () => {
    const { end } = await run('sleep 60 & echo $! > left')
    expect(end).toEqual({ how: 'exited', exitCode: 0 })
    expect(isRunning(pidIn('left'))).toBe(true)
    process.kill(Number(pidIn('left')))
  })
})
