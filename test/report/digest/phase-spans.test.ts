import { expect, test } from 'vitest'
import type { NodeReport, PhaseName, Step } from '../../../src/model/report.ts'
import { phaseSpans, waitsOf } from '../../../src/report/digest/phase-spans.ts'
import { verifiedNode } from '../sample.ts'

function node(name: string, ...steps: readonly (readonly [PhaseName, number, number])[]): NodeReport {
  const worked = steps.map(([phase, from, to]): Step => ({ phase, from, to, outcome: 'changed' }))
  return { ...verifiedNode(name), steps: worked }
}

const slow = node('slow', ['observe', 0, 5000], ['stage', 5000, 6000])
const quick = node('quick', ['observe', 0, 1000], ['stage', 5050, 9000])
const queued = node('queued', ['observe', 1000, 2000], ['stage', 8000, 9000])
const nodes = [slow, quick, queued]

test('a phase is told with its typical and its slowest node, and the one that was ready last', () => {
  expect(phaseSpans(nodes)).toEqual([
    {
      phase: 'observe',
      nodes: 3,
      failed: 0,
      from: 0,
      to: 5000,
      typical: 1000,
      slowest: { node: 'slow', milliseconds: 5000 },
      last: 'slow',
    },
    {
      phase: 'stage',
      nodes: 3,
      failed: 0,
      from: 5000,
      to: 9000,
      typical: 1000,
      slowest: { node: 'quick', milliseconds: 3950 },
      last: 'quick',
    },
  ])
})

test('what a node waited before a phase began anywhere was for the last node, the rest for its turn', () => {
  const spans = phaseSpans(nodes)
  expect(waitsOf(slow, spans)).toEqual([])
  expect(waitsOf(quick, spans)).toEqual([{ before: 'stage', from: 1000, to: 5000, node: 'slow' }])
  expect(waitsOf(queued, spans)).toEqual([
    { before: 'observe', from: 0, to: 1000 },
    { before: 'stage', from: 2000, to: 5000, node: 'slow' },
    { before: 'stage', from: 5000, to: 8000 },
  ])
})

test('where nodes go on without the others, nobody waited for anybody', () => {
  const early = node('early', ['observe', 0, 1000], ['stage', 1000, 2000])
  const late = node('late', ['observe', 0, 3000], ['stage', 4000, 5000])
  const spans = phaseSpans([early, late])
  expect(waitsOf(late, spans)).toEqual([{ before: 'stage', from: 3000, to: 4000 }])
})
