import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLocalHost } from '../../src/remote/local-host.ts'
import { failureOf, successOf } from './operator.ts'
import { command } from './ssh/ssh-node.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const host = createLocalHost('deploy', { become: false })

test('a command runs here as it would on a node', async () => {
  const lines: string[] = []
  const exit = await host.exec(
    command('echo one; echo 둘 >&2; exit 5', { onLine: (line) => lines.push(line) > 0 }),
  )
  expect(successOf(exit)).toEqual({ exitCode: 5, stdout: 'one\n', stderr: '둘\n' })
  expect(lines).toEqual(['one'])
  expect(host.name).toBe('deploy')
})

test('the environment may be another one', async () => {
  const other = createLocalHost('deploy', {
    become: false,
    env: { PATH: `${directory}:/usr/bin:/bin`, COLOUR: 'blue' },
  })
  expect(successOf(await other.exec(command('echo "$COLOUR $PATH"'))).stdout).toBe(
    `blue ${directory}:/usr/bin:/bin\n`,
  )
})

test('a command that hangs is ended at its deadline, with its children', async () => {
  const late = join(directory, 'late')
  const program = `( sleep 1.5; touch ${late} ) & echo waiting; sleep 60`
  expect(failureOf(await host.exec(command(program, { deadline: 300 })))).toMatchObject({
    reason: 'deadline',
    evidence: 'waiting',
  })
  const after = await host.exec(command(`sleep 2; test -e ${late} && echo alive || echo dead`))
  expect(successOf(after).stdout).toBe('dead\n')
})

test('a cancellable command is ended when it is aborted', async () => {
  const late = join(directory, 'late')
  const control = new AbortController()
  const result = await host.exec(
    command(`echo begun; sleep 1; touch ${late}`, {
      cancellable: true,
      signal: control.signal,
      onLine: () => {
        control.abort()
        return true
      },
    }),
  )
  expect(failureOf(result)).toEqual({ reason: 'aborted', during: 'observe' })
  await host.exec(command('sleep 1.5'))
  expect(existsSync(late)).toBe(false)
})

test('any other command runs on to its end when it is aborted', async () => {
  const done = join(directory, 'done')
  const control = new AbortController()
  const result = await host.exec(
    command(`echo begun; sleep 0.2; touch ${done}`, {
      signal: control.signal,
      onLine: () => {
        control.abort()
        return true
      },
    }),
  )
  expect(failureOf(result).reason).toBe('aborted')
  const waited = await host.exec(command(`while ! test -e ${done}; do sleep 0.05; done; echo done`))
  expect(successOf(waited).stdout).toBe('done\n')
})

test('a command that dies by a signal is killed', async () => {
  const result = await host.exec(command('kill -KILL $PPID; kill -KILL $$'))
  expect(failureOf(result)).toMatchObject({ reason: 'killed', signal: 'SIGKILL' })
})

test('a background child that holds the output open is not waited for', async () => {
  expect(successOf(await host.exec(command('sleep 20 & echo hi'))).stdout).toBe('hi\n')
})

test('a machine on which no shell is found has not started the program', async () => {
  const nowhere = createLocalHost('deploy', { become: false, env: { PATH: directory } })
  expect(failureOf(await nowhere.exec(command(':')))).toMatchObject({
    reason: 'not-started',
    stage: 'login',
    exitCode: 127,
  })
  await nowhere.close()
})
