import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerLine, readProgramOutput } from '../../../../roles/mimir-worker/node/program-output.ts'
import type { Failure } from '../../../../src/model/failure.ts'
import { safeText } from '../../../../src/values/safe-text.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const reported = (reason: string, evidence: string): Failure => ({
  reason: 'internal',
  during: reason,
  evidence: safeText(evidence),
})
const read = (...lines: string[]) => readProgramOutput(lines, 'observe', reported)
const unreadable = (evidence: string) => ({
  ok: false,
  failure: { reason: 'unreadable-answer', during: 'observe', evidence },
})

describe('a line of an answer', () => {
  it.each([
    ['{"fact":"now","base64":"MTcwMA=="}', { fact: 'now', value: '1700', exit: 0 }],
    ['{"fact":"runtime","exit":7,"base64":""}', { fact: 'runtime', value: '', exit: 7 }],
    ['{"fact":"now"}', { fact: 'now', value: '', exit: 0 }],
    ['{"progress":"pull"}', { progress: 'pull' }],
    ['{"changed":"files"}', { changed: 'files' }],
    ['{"failure":"disk-full","base64":"ZnVsbA=="}', { failure: 'disk-full', evidence: 'full' }],
    ['{"failure":"compose-missing"}', { failure: 'compose-missing', evidence: '' }],
    ['{"done":true}', { done: true }],
  ])('%s is read', (line, expected) => {
    expect(answerLine(line)).toEqual(expected)
  })

  it.each([
    '',
    'Last login: Mon',
    '{"fact":"now","base64":"MT',
    '[1]',
    'null',
    '"done"',
    '{}',
    '{"done":false}',
    '{"done":"true"}',
    '{"fact":1}',
    '{"level":"info","msg":"hello"}',
  ])('%j is none of ours', (line) => {
    expect(answerLine(line)).toBeUndefined()
  })

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(() => answerLine(line)).not.toThrow()
      }),
    )
  })

  it('carries any text unharmed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(answerLine(JSON.stringify({ fact: 'x', base64: base64(text) }))).toEqual({
          fact: 'x',
          value: text,
          exit: 0,
        })
      }),
    )
  })
})

describe('an answer', () => {
  it('is all its facts and changes, once its last line says that it is whole', () => {
    expect(
      read(
        '{"fact":"a","base64":"MQ=="}',
        '{"progress":"pull"}',
        '{"changed":"image"}',
        '{"fact":"a","base64":"Mg=="}',
        '{"done":true}',
      ),
    ).toEqual({ ok: true, value: { facts: new Map([['a', { value: '2', exit: 0 }]]), changed: ['image'] } })
  })

  it('is no answer without its last line, even where everything before it is right', () => {
    expect(read('{"fact":"a","base64":"MQ=="}')).toEqual(
      unreadable('it ended after: {"fact":"a","base64":"MQ=="}'),
    )
    expect(read()).toEqual(unreadable('it ended after: nothing'))
  })

  it('is no answer where a line was cut off', () => {
    expect(read('{"fact":"a","base64":"MQ=="}', '{"do')).toEqual(unreadable('{"do'))
  })

  it('is no answer where somebody else speaks in between, JSON or not', () => {
    expect(read('stty: standard input\u001B[31m', '{"done":true}')).toEqual(
      unreadable('stty: standard input'),
    )
    expect(read('{"level":"warn"}', '{"done":true}')).toEqual(unreadable('{"level":"warn"}'))
  })

  it('is the failure that the program reported, before anything after it', () => {
    expect(read('{"failure":"disk-full","base64":"ZnVsbA=="}', 'garbage')).toEqual({
      ok: false,
      failure: { reason: 'internal', during: 'disk-full', evidence: 'full' },
    })
  })

  it('shows no more than a part of a line that is too long', () => {
    const answer = read('x'.repeat(10_000))
    expect(answer).toEqual(unreadable(`${'x'.repeat(500)}…`))
  })
})
