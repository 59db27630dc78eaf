import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Host } from '../../../src/model/host.ts'
import { failureOf, successOf } from '../operator.ts'
import { command, useBench, watchedShell } from './ssh-node.ts'
import { runShell } from './sshd.ts'

const bench = useBench()

/** A node where `sudo` is this script, and the user is not root. */
async function nodeWithSudo(script: string): Promise<Host> {
  const sshd = await bench.sshd({
    exec: ({ line, channel }) => {
      runShell(line, channel, { ...process.env, PATH: `${operator.directory}:${process.env.PATH}` })
    },
  })
  const operator = bench.operator(sshd)
  writeFileSync(join(operator.directory, 'sudo'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(operator.directory, 'sudo'), 0o755)
  return successOf(await operator.open(sshd, { user: 'kolla' }))
}

test('a chatty login shell does not get into the answer', async () => {
  const host = await bench.node({
    exec: ({ line, channel }) => void runShell(`echo 'Last login'; ${line}`, channel),
  })
  expect(successOf(await host.exec(command('echo {}'))).stdout).toBe('{}\n')
})

test('a forced command that says success has not run the program', async () => {
  const host = await bench.node({ exec: ({ channel }) => void runShell('echo This is a jump host', channel) })
  expect(failureOf(await host.exec(command(':')))).toMatchObject({
    reason: 'not-started',
    stage: 'login',
    exitCode: 0,
    evidence: 'This is a jump host',
  })
})

test('a user who is not root goes through sudo, in the C locale, without being asked', async () => {
  const host = await nodeWithSudo('echo "$LC_ALL $1 $2" >&2; shift 2; exec "$@"')
  expect(successOf(await host.exec(command('echo "$LC_ALL"; exit 6')))).toEqual({
    exitCode: 6,
    stdout: 'C.UTF-8\n',
    stderr: 'C -n --\n',
  })
})

test('sudo that asks for a password is refused, by how far it came and not by its words', async () => {
  const host = await nodeWithSudo('echo "sudo: Passwort notwendig" >&2; exit 1')
  expect(failureOf(await host.exec(command(':')))).toEqual({
    reason: 'sudo-refused',
    user: 'kolla',
    evidence: 'sudo: Passwort notwendig',
  })
})

test('a program that fails behind sudo is an exit, not a refusal', async () => {
  const host = await nodeWithSudo('shift 2; exec "$@"')
  expect(successOf(await host.exec(command('exit 1'))).exitCode).toBe(1)
  expect(failureOf(await host.exec(command('if')))).toMatchObject({ reason: 'command-failed', exitCode: 2 })
})

test('root goes without sudo', async () => {
  const host = await bench.node()
  successOf(await host.exec(command(':')))
  expect(bench.lines()[0]).not.toContain('sudo')
})

test.each(['abort', 'goodbye'])('a cancellable command is ended on the node by our %s', async (how) => {
  const { behaviour, ended } = watchedShell()
  const host = await bench.node(behaviour)
  const control = new AbortController()
  const result = host.exec(
    command('echo begun; sleep 50; exit 0', {
      cancellable: true,
      deadline: 50_000,
      signal: control.signal,
      onLine: () => {
        if (how === 'abort') control.abort()
        else void host.close()
        return true
      },
    }),
  )
  expect(failureOf(await result).reason).toBe(how === 'abort' ? 'aborted' : 'connection-lost')
  expect((await ended())[0]).not.toBe(0)
})

test('any other command runs on to its end', async () => {
  const { behaviour, ended } = watchedShell()
  const host = await bench.node(behaviour)
  const control = new AbortController()
  const result = host.exec(
    command('echo begun; sleep 0.5; exit 9', {
      signal: control.signal,
      onLine: () => {
        control.abort()
        return true
      },
    }),
  )
  expect(failureOf(await result).reason).toBe('aborted')
  expect(await ended()).toEqual([9, null])
})

test('whatever outlives the deadline is ended by the node itself', async () => {
  const { behaviour, ended } = watchedShell()
  const host = await bench.node(behaviour)
  expect(failureOf(await host.exec(command('sleep 50', { deadline: 500 }))).reason).toBe('deadline')
  expect(await ended()).toEqual([124, null])
})

test.each([
  ['that waits for ever', 'sleep 50; ', 'login'],
  ['that reads stdin to its end', 'cat >/dev/null; ', 'login'],
  ['that eats what has come', 'sleep 0.3; dd bs=65536 count=1 >/dev/null 2>&1; ', 'user'],
] as const)('a start-up file %s is known by how far the launch came', async (_what, startUp, stage) => {
  const host = await bench.node({ exec: ({ line, channel }) => void runShell(`${startUp}${line}`, channel) })
  expect(failureOf(await host.exec(command(':', { deadline: 2000, cancellable: true })))).toMatchObject({
    reason: 'not-started',
    stage,
    seconds: 2,
    user: 'root',
  })
})

test('a start-up file that eats a program which nothing follows leaves a shell that says success', async () => {
  const host = await bench.node({
    exec: ({ line, channel }) => void runShell(`cat >/dev/null; ${line}`, channel),
  })
  expect(failureOf(await host.exec(command(':')))).toMatchObject({
    reason: 'not-started',
    stage: 'user',
    exitCode: 0,
  })
})
