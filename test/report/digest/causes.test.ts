import { expect, test } from 'vitest'
import { causesOf, sharedCauses } from '../../../src/report/digest/causes.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { FAILURES, FINDINGS } from '../../messages/samples.ts'
import { failedNode, reportOf, unprovenNode, verifiedNode } from '../sample.ts'

test('nodes that cannot be reached for one reason are one cause, whatever their addresses', () => {
  const nodes = ['cmp3', 'cmp1', 'cmp2'].map((name) =>
    failedNode(name, {
      ...FAILURES['ssh-unreachable'],
      address: `10.0.0.${name.slice(3)}`,
      evidence: safeText(`connect ECONNREFUSED 10.0.0.${name.slice(3)}:22`),
    }),
  )
  const [cause, ...others] = sharedCauses(reportOf(nodes), 'en')
  expect(others).toEqual([])
  expect(cause).toMatchObject({ nodes: ['cmp1', 'cmp2', 'cmp3'], alike: false })
  expect(cause?.explanation.problem).toBe('connection refused at 10.0.0.1:22')
})

test('what Mimir does to the samples of a node is one cause, however many checks it fails', () => {
  const refusal = { cause: 'no-tenant', evidence: safeText('no org id') } as const
  const failed = { kind: 'samples-failed', failed: 5, total: 9, refusal } as const
  const missing = { kind: 'not-arrived', missing: ['node_'], refusal } as const
  expect(causesOf(unprovenNode('a', { sending: failed, arrival: missing }))).toEqual([
    { check: 'sending', finding: failed },
  ])
  const plain = { kind: 'not-arrived', missing: ['node_'] } as const
  const other = { ...missing, refusal: { ...refusal, cause: 'too-slow' } } as const
  for (const arrival of [plain, other])
    expect(causesOf(unprovenNode('a', { sending: failed, arrival }))).toHaveLength(2)
})

test('two senders under one name are the cause of what they do to each other', () => {
  const refusal = { cause: 'out-of-order', evidence: safeText('err-mimir-sample-out-of-order') } as const
  const sending = { kind: 'samples-failed', failed: 5, total: 9, refusal } as const
  const arrival = { kind: 'other-process-arrived', expected: 1, found: 2 } as const
  const fleet = FINDINGS['two-senders']
  expect(causesOf(unprovenNode('a', { sending, arrival, fleet }))).toEqual([
    { check: 'fleet', finding: fleet },
  ])
  expect(causesOf(unprovenNode('a', { sending, arrival }))).toHaveLength(2)
})

test('refused and timed out are two causes, and so are two ports', () => {
  const refused = FAILURES['ssh-unreachable']
  const causes = sharedCauses(
    reportOf([
      failedNode('a', refused),
      failedNode('b', { ...refused, cause: 'timed-out' }),
      failedNode('c', { ...refused, port: 2222 }),
    ]),
    'en',
  )
  expect(causes.map(({ nodes }) => nodes)).toEqual([['a'], ['b'], ['c']])
})

test('evidence that differs in name, address, time and id only is the same evidence', () => {
  const failure = (node: string, at: number) =>
    failedNode(node, {
      reason: 'command-failed',
      during: 'stage',
      exitCode: 1,
      evidence: safeText(
        `2026-11-22T20:00:0${at}Z ${node} 10.0.0.${at}: container 4f1c09aa17d${at}ee of pid ${at} is gone`,
      ),
    })
  expect(sharedCauses(reportOf([failure('cmp-1.dc[x', 1), failure('cmp-2.dc[x', 2)]), 'en')).toHaveLength(1)
})

test('a file that each node has in a form of its own is rejected for one cause, whatever the line', () => {
  const rejected = FAILURES['config-rejected']
  const nodes = ['cmp1', 'ctl1'].map((name, at) =>
    failedNode(name, { ...rejected, evidence: safeText(`line ${33 + at}: field scheem not found`) }),
  )
  expect(sharedCauses(reportOf(nodes), 'en').map(({ nodes: names }) => names)).toEqual([['cmp1', 'ctl1']])
})

test('what nodes said tells their causes apart', () => {
  const failure = (node: string, evidence: string) =>
    failedNode(node, { reason: 'command-failed', during: 'stage', exitCode: 1, evidence: safeText(evidence) })
  expect(sharedCauses(reportOf([failure('a', 'read-only'), failure('b', 'quota')]), 'en')).toHaveLength(2)
})

test('a cause that every node words differently is still one line', () => {
  const nodes = Array.from({ length: 200 }, (_, at) =>
    failedNode(`cmp${at}`, {
      reason: 'start-failed',
      evidence: safeText(`error number ${'x'.repeat(at)}`),
    }),
  )
  const causes = sharedCauses(reportOf(nodes), 'en')
  expect(causes).toHaveLength(1)
  expect(causes[0]?.nodes).toHaveLength(200)
})

test('the cause of an unproven node is what its checks found, not that it is unproven', () => {
  const node = unprovenNode('cmp1', { targets: FINDINGS['targets-down'] })
  expect(causesOf(node)).toEqual([{ check: 'targets', finding: FINDINGS['targets-down'] }])
  expect(causesOf({ ...node, checks: [] })).toEqual([{ failure: node.failure }])
})

test('the cause that most nodes share comes first, and a verified node has none', () => {
  const down = FAILURES['engine-down']
  const causes = sharedCauses(
    reportOf([
      verifiedNode('ctl1'),
      failedNode('a', FAILURES['compose-missing']),
      failedNode('b', down),
      failedNode('c', down),
    ]),
    'en',
  )
  expect(causes.map(({ nodes, alike }) => ({ nodes, alike }))).toEqual([
    { nodes: ['b', 'c'], alike: true },
    { nodes: ['a'], alike: true },
  ])
})
