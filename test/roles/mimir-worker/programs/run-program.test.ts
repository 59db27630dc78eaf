import { describe, expect, it } from 'vitest'
import { runProgram } from '../../../../roles/mimir-worker/programs/run-program.ts'
import type { Command } from '../../../../src/model/host.ts'
import type { Activity } from '../../../../src/model/progress.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { type FakeAnswer, fakeHost } from '../../../support/fake-host.ts'

const DONE = '{"done":true}\n'

async function run(answer: FakeAnswer, acts: Activity[] = []) {
  const host = fakeHost('cmp1', [['observe', answer]])
  const result = await runProgram({
    host,
    title: 'observe',
    program: 'echo',
    deadline: 5000,
    signal: new AbortController().signal,
    cancellable: true,
    progress: (act) => acts.push(act),
  })
  return { result, host }
}

const failure = async (answer: FakeAnswer) => {
  const { result } = await run(answer)
  return result.ok ? undefined : result.failure
}

describe('a program on a node', () => {
  it('is sent whole, with its deadline, and may be left in the middle where that is allowed', async () => {
    const { host } = await run({ stdout: DONE })
    expect(host.commands).toMatchObject([
      { title: 'observe', program: 'echo', deadline: 5000, cancellable: true },
    ])
  })

  it('tells its steps as they come, but only those we know', async () => {
    const acts: Activity[] = []
    await run(
      { stdout: `{"progress":"pull"}\n{"progress":"\\u001b[2J"}\n{"progress":"promtool"}\n${DONE}` },
      acts,
    )
    expect(acts).toEqual(['pull', 'promtool'])
  })

  it('is answered by its facts and changes', async () => {
    const { result } = await run({ stdout: `{"fact":"now","base64":"MQ=="}\n{"changed":"files"}\n${DONE}` })
    expect(result).toEqual({
      ok: true,
      value: { facts: new Map([['now', { value: '1', exit: 0 }]]), changed: ['files'] },
    })
  })

  it('passes on why it did not come to its end', async () => {
    const lost = { reason: 'connection-lost', during: 'observe', evidence: safeText('reset') } as const
    expect(await failure({ failure: lost })).toEqual(lost)
  })

  it('that ended with another status failed, whatever it printed before', async () => {
    expect(await failure({ exitCode: 127, stdout: DONE, stderr: 'sh: base64: not found\u0007' })).toEqual({
      reason: 'command-failed',
      during: 'observe',
      exitCode: 127,
      evidence: 'sh: base64: not found\\u{7}',
    })
  })

  it('that reported a failure nobody expects of it is not readable', async () => {
    expect(await failure({ exitCode: 10, stdout: '{"failure":"disk-full","base64":"ZnVsbA=="}\n' })).toEqual({
      reason: 'unreadable-answer',
      during: 'observe',
      evidence: 'disk-full: full',
    })
  })

  it.each([0, 10])('that ended with %i and without its last line is not readable', async (exitCode) => {
    expect(await failure({ exitCode, stdout: '{"progress":"pull"}\n' })).toMatchObject({
      reason: 'unreadable-answer',
    })
  })

  it.each([
    ['empty lines', '\n', ''],
    ['lines of empty objects', '{}\n', '{}'],
  ])('that floods with %s is cut off at the first one', async (_what, line, evidence) => {
    let taken = 0
    const flood = (command: Command): FakeAnswer => {
      while (taken < 1_000_000 && command.onLine?.(line.trimEnd()) !== false) taken += 1
      return { failure: { reason: 'unreadable-answer', during: 'observe', evidence: safeText('') } }
    }
    expect(await failure(flood)).toEqual({ reason: 'unreadable-answer', during: 'observe', evidence })
    expect(taken).toBe(0)
  })

  it('that reports steps without end is not readable', async () => {
    expect(await failure({ stdout: '{"progress":"pull"}\n'.repeat(10_001) })).toMatchObject({
      reason: 'unreadable-answer',
    })
  })

  it('that says more after its end is cut off, and has answered', async () => {
    const { result } = await run({ stdout: `${DONE}${'\n'.repeat(20_000)}` })
    expect(result).toEqual({ ok: true, value: { facts: new Map(), changed: [] } })
  })

  it('that floods is not readable, and is not kept', async () => {
    const stdout = `${`{"fact":"a","base64":"${'A'.repeat(1_000_000)}"}\n`.repeat(17)}${DONE}`
    expect(await failure({ stdout })).toMatchObject({ reason: 'unreadable-answer' })
  })
})
