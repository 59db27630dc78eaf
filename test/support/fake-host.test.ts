import { expect, test } from 'vitest'
import type { Command } from '../../src/model/host.ts'
import { fakeHost } from './fake-host.ts'

const command = (title: string, but: Partial<Command> = {}): Command => ({
  title,
  program: ':',
  deadline: 1,
  ...but,
})

test('a fake host answers from its script, and keeps the commands', async () => {
  const lines: string[] = []
  const host = fakeHost('ctl1', [
    ['observe', { stdout: '{"a":1}\n{"b":2}\ncut off' }],
    [/^pull /u, { exitCode: 18, stderr: 'no space left' }],
    [
      ({ program }) => program.includes('docker'),
      { failure: { reason: 'engine-missing', engine: 'docker' } },
    ],
  ])
  expect(await host.exec(command('observe', { onLine: (line) => lines.push(line) > 0 }))).toEqual({
    ok: true,
    value: { exitCode: 0, stdout: '{"a":1}\n{"b":2}\ncut off', stderr: '' },
  })
  expect(lines).toEqual(['{"a":1}', '{"b":2}'])
  expect(await host.exec(command('pull x'))).toMatchObject({ value: { exitCode: 18 } })
  expect(await host.exec(command('other', { program: 'docker ps' }))).toMatchObject({ ok: false })
  expect(host.commands.map(({ title }) => title)).toEqual(['observe', 'pull x', 'other'])
  expect(host.unused()).toEqual([])
})

test('answers in a list are used up in turn', async () => {
  const host = fakeHost('ctl1', [['verify', [{ exitCode: 1 }, () => ({ exitCode: 0 })]]])
  expect(await host.exec(command('verify'))).toMatchObject({ value: { exitCode: 1 } })
  expect(host.unused()).toEqual(['verify'])
  expect(await host.exec(command('verify'))).toMatchObject({ value: { exitCode: 0 } })
  expect(host.unused()).toEqual([])
  expect(() => host.exec(command('verify'))).toThrow('ctl1 has no answer for: verify')
})

test('a fake host throws on what is not in its script, and after it was closed', async () => {
  const host = fakeHost('ctl1', [['observe', {}]])
  expect(() => host.exec(command('stage'))).toThrow('ctl1 has no answer for: stage')
  await host.close()
  expect(host.closed).toBe(true)
  expect(() => host.exec(command('observe'))).toThrow('ctl1 was closed')
})
