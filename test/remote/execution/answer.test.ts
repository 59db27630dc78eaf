import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAnswer, type LaunchStage } from '../../../src/remote/execution/answer.ts'
import { PROGRAM_STARTED, SHELL_STARTED, USER_REACHED } from '../../../src/remote/execution/program.ts'

function read(text: string, step: number): { stage: LaunchStage; text: string; lines: string[] } {
  const lines: string[] = []
  const answer = createAnswer((line) => lines.push(line) > 0)
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += step) answer.add(bytes.subarray(at, at + step))
  return { stage: answer.stage(), text: answer.text(), lines }
}

const steps = fc.integer({ min: 1, max: 200 })

test('what a chatty login shell prints first is not part of the answer', () => {
  const text = `Welcome!\n0 updates${SHELL_STARTED}${USER_REACHED}${PROGRAM_STARTED}{"ok":true}\ntail`
  fc.assert(
    fc.property(steps, (step) => {
      expect(read(text, step)).toEqual({
        stage: 'program',
        text: '{"ok":true}\ntail',
        lines: ['{"ok":true}'],
      })
    }),
  )
})

test('how far a launch came is known from the last mark, and what was said since is kept', () => {
  fc.assert(
    fc.property(steps, (step) => {
      expect(read('This account is not available.\n', step)).toEqual({
        stage: 'login',
        text: 'This account is not available.\n',
        lines: [],
      })
      expect(read(`hi${SHELL_STARTED}sorry`, step)).toMatchObject({ stage: 'shell', text: 'sorry' })
      expect(read(`${SHELL_STARTED}${USER_REACHED}`, step)).toMatchObject({ stage: 'user', text: '' })
    }),
  )
})

test('the marks mean nothing in the answer itself', () => {
  const text = `${SHELL_STARTED}${USER_REACHED}${PROGRAM_STARTED}${SHELL_STARTED}`
  expect(read(text, 7)).toMatchObject({ stage: 'program', text: SHELL_STARTED })
})

test('a login shell that never stops talking is not kept whole', () => {
  const answer = createAnswer()
  for (let turn = 0; turn < 100; turn += 1) answer.add(Buffer.alloc(10_000, 'x'))
  expect(answer.text().length).toBeLessThanOrEqual(64 * 1024)
})
