import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogLine, logQueue } from '../../../src/report/logs/log-queue.ts'
import { logText } from '../../../src/report/logs/log-text.ts'
import { PLAIN, styleFor } from '../../../src/report/text/style.ts'

const line = (node: string, at: number, text = `${node} ${at}`): LogLine => ({
  node,
  time: `2026-11-26T14:00:00.${String(at).padStart(9, '0')}Z`,
  text,
})

const PLENTY = 1_000_000

describe('the queue of logs', () => {
  it('merges what several nodes wrote by time', () => {
    const queue = logQueue(PLENTY)
    for (const one of [line('a', 1), line('a', 4), line('b', 2), line('b', 3)]) queue.add(one)
    expect(queue.take(10).lines.map(({ text }) => text)).toEqual(['a 1', 'b 2', 'b 3', 'a 4'])
    expect(queue.waiting).toBe(false)
  })

  it('gives a node that writes much no more of a turn than the others', () => {
    const queue = logQueue(PLENTY)
    for (let at = 0; at < 10_000; at += 1) queue.add(line('chatty', at))
    for (let at = 0; at < 3; at += 1) queue.add(line('quiet', 20_000 + at))
    const { lines } = queue.take(6)
    expect(lines.filter(({ node }) => node === 'quiet')).toHaveLength(3)
    expect(lines.filter(({ node }) => node === 'chatty')).toHaveLength(3)
  })

  it('leaves out the oldest lines of a node that has no room left, counts them, and costs no other node any', () => {
    const queue = logQueue(100)
    for (let at = 0; at < 50; at += 1) queue.add(line('chatty', at, 'x'.repeat(10)))
    queue.add(line('quiet', 0))
    const { lines, leftOut } = queue.take(PLENTY)
    expect(leftOut).toEqual(new Map([['chatty', 40]]))
    expect(lines.filter(({ node }) => node === 'chatty').map(({ time }) => time)).toEqual(
      Array.from({ length: 10 }, (_, nth) => line('', 40 + nth).time),
    )
    expect(lines.some(({ node }) => node === 'quiet')).toBe(true)
    expect(queue.take(1).leftOut.size).toBe(0)
  })

  it('keeps a single line that is longer than its room', () => {
    const queue = logQueue(5)
    queue.add(line('a', 1, 'x'.repeat(100)))
    expect(queue.take(1).lines).toHaveLength(1)
  })

  it('gives every line once, each node’s in its order, or counts it as left out', () => {
    const writes = fc.array(
      fc.oneof(
        fc.record({ node: fc.constantFrom('a', 'b', 'c'), size: fc.integer({ min: 0, max: 30 }) }),
        fc.record({ take: fc.integer({ min: 1, max: 7 }) }),
      ),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(writes, fc.integer({ min: 1, max: 100 }), (steps, room) => {
        const queue = logQueue(room)
        const shown = new Map<string, number[]>()
        let written = 0
        let leftOut = 0
        const take = (most: number): void => {
          const turn = queue.take(most)
          for (const { node, text } of turn.lines)
            shown.set(node, [...(shown.get(node) ?? []), Number(text.trim())])
          for (const count of turn.leftOut.values()) leftOut += count
        }
        for (const step of steps) {
          if ('take' in step) take(step.take)
          else {
            queue.add(line(step.node, written, String(written).padEnd(step.size)))
            written += 1
          }
        }
        while (queue.waiting) take(5)
        const all = [...shown.values()]
        expect(all.flat().length + leftOut).toBe(written)
        for (const own of all) expect(own).toEqual([...new Set(own)].sort((one, other) => one - other))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a line of a log', () => {
  it('stands behind the name of its node', () => {
    expect(logText(line('cmp1', 1, 'ts=1 msg="up"'), { width: 6, style: PLAIN, json: false })).toBe(
      'cmp1   | ts=1 msg="up"\n',
    )
  })

  it('moves no cursor, whatever the worker wrote', () => {
    const evil = line('cmp1', 1, 'a\u001B[2Jb\u0007\rc\u202Ed')
    for (const json of [false, true])
      expect(logText(evil, { width: 4, style: PLAIN, json })).toMatch(/^[\u{20}-\u{7e}]*\n$/u)
  })

  it('has the colour of its node on a terminal, always the same', () => {
    const style = styleFor({ isTTY: true }, {})
    const [one, again] = [1, 2].map((at) => logText(line('cmp1', at, 'x'), { width: 4, style, json: false }))
    expect(one).toBe(again)
    expect(one).toContain('\u001B[')
    expect(one?.endsWith('| x\n')).toBe(true)
  })

  it('is JSON for machines', () => {
    const text = logText(line('cmp1', 7, 'x\ty'), { width: 4, style: PLAIN, json: true })
    expect(JSON.parse(text)).toEqual({ node: 'cmp1', time: '2026-11-26T14:00:00.000000007Z', text: 'x y' })
  })
})
