import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { fleet } from '../support/fleet.ts'
import { image } from '../support/manifest.ts'
import { outcome, outcomeOf, type RunResult, rollout } from '../support/run.ts'
import { asItShallBe, proofManifest, says, tearLog, WORKER } from './fleet.ts'
import { verify } from './verify.ts'

/** Node → the version of the worker that becomes an agent there. */
const VERSIONS = { cmp1: 'v2.53.3', cmp2: 'v3.5.3' } as const

type Node = keyof typeof VERSIONS

const NODES: readonly Node[] = ['cmp1', 'cmp2']

let lab: Lab
let server: string
let agents: ReadonlyMap<Node, string>

beforeAll(async () => {
  lab = await fleet()
  server = await proofManifest(lab, 'server')
  await asItShallBe(lab, server, NODES)
  const written = NODES.map(async (node) => {
    const worker = { mode: 'agent', image: image(VERSIONS[node]) }
    return [node, await proofManifest(lab, `agent-${node}`, worker)] as const
  })
  agents = new Map(await Promise.all(written))
})

const manifestOf = (node: Node): string => agents.get(node) ?? ''

async function rollOut(node: Node): Promise<RunResult> {
  return rollout(manifestOf(node), '--limit', node, '--output', 'json')
}

describe('servers that shall be agents, of Prometheus 2 and 3', () => {
  it('are recreated and proven, and a second run changes nothing', async () => {
    const [first, second] = await Promise.all(NODES.map(rollOut))
    expect([first, second].map((ended) => ended && outcomeOf(ended))).toEqual([
      outcome(0, { cmp1: 'verified recreate' }),
      outcome(0, { cmp2: 'verified recreate' }),
    ])
    const again = await Promise.all(NODES.map(rollOut))
    expect(again.map(outcomeOf)).toEqual([
      outcome(0, { cmp1: 'verified noop' }),
      outcome(0, { cmp2: 'verified noop' }),
    ])
  })

  it.each(NODES)('cannot be asked for metrics on %s, and have no data of a server', async (node) => {
    expect(await says(lab, node, '/api/v1/query?query=up')).toContain('HTTP/1.0 422')
    expect(await on(lab, node, `docker exec ${WORKER} ls /prometheus/agent`)).toContain('wal')
  })

  it('are called what they are where they cut off a log that they had not sent', async () => {
    await Promise.all(NODES.map((node) => tearLog(lab, node, 'agent/wal')))
    const verdicts = await Promise.all(NODES.map((node) => verify(manifestOf(node), [node])))
    for (const [at, node] of NODES.entries()) {
      expect(verdicts[at]?.failed(node)).toEqual(['targets'])
      expect(verdicts[at]?.check(node, 'targets').kind).toBe('log-repaired')
    }
    const mended = await Promise.all(NODES.map(rollOut))
    expect(mended.map(outcomeOf)).toEqual(NODES.map((node) => outcome(0, { [node]: 'verified recreate' })))
  })

  it('become servers again', async () => {
    const ended = await rollout(server, '--limit', NODES.join(), '--output', 'json')
    expect(outcomeOf(ended)).toEqual(outcome(0, { cmp1: 'verified recreate', cmp2: 'verified recreate' }))
  })
})
