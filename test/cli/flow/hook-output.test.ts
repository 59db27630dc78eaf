import { array, assert, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hookOutput } from '../../../src/cli/flow/hook-output.ts'
import { FORBIDDEN } from '../../report/sample.ts'

function heard(...chunks: readonly (string | Buffer)[]) {
  const shown: string[] = []
  const output = hookOutput((line) => void shown.push(line))
  for (const chunk of chunks) output.add(Buffer.from(chunk))
  return { kept: output.end().split('\n'), shown }
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`)

describe('what a hook prints', () => {
  it('is shown line by line, wherever it was cut in two', () => {
    const [first, second] = [Buffer.from('워커 준비\nso'), Buffer.from('me\r\n\n\tmore')]
    const { shown, kept } = heard(first.subarray(0, 2), first.subarray(2), second)
    expect(shown).toEqual(['워커 준비', 'some', ' more'])
    expect(kept).toEqual(shown)
  })

  it('is shown from its beginning and kept from its end, twenty lines of each', () => {
    const { shown, kept } = heard(`${numbers(1, 100).join('\n')}\n`)
    expect(shown).toEqual([...numbers(1, 20), '…'])
    expect(kept).toEqual(['…', ...numbers(81, 100)])
  })

  it('may draw its progress on one line', () => {
    expect(heard('10 %\r', '50 %\r100 %\r\n', 'done').shown).toEqual(['10 %', '50 %', '100 %', 'done'])
  })

  it('never harms a terminal', () => {
    expect(heard('\u001b[2J\u001b]0;title\u0007red\u0000\n').shown).toEqual([String.raw`red\u{0}`])
  })

  it('is bounded and safe, whatever comes in whatever pieces', () => {
    assert(
      property(array(uint8Array({ maxLength: 500 }), { maxLength: 50 }), (chunks) => {
        const { shown, kept } = heard(...chunks.map((chunk) => Buffer.from(chunk)))
        expect(shown.length).toBeLessThanOrEqual(21)
        expect(kept.length).toBeLessThanOrEqual(21)
        for (const line of [...shown, ...kept]) {
          expect(line).not.toMatch(FORBIDDEN)
          expect(line.length).toBeLessThanOrEqual(301)
        }
      }),
    )
  })

  it('does not wait for the end of a line that has none', () => {
    const shown: string[] = []
    hookOutput((line) => void shown.push(line)).add(Buffer.from('x'.repeat(8001)))
    expect(shown).toHaveLength(2)
  })
})
