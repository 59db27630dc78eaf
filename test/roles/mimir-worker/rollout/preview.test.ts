import { describe, expect, it } from 'vitest'
import type { Pinned } from '../../../../src/model/saved-plan.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import type { FakeNode } from '../fake-node.ts'
import { SETTINGS } from '../sample.ts'
import { installed, play, three, titles } from '../small-rollout.ts'

describe('a plan', () => {
  const PLAN = ['observe', 'plan'] as const

  it('looks at nodes that have nothing of ours once, and says what they would get', async () => {
    const nodes = three()
    const { state, roster, rollout } = await play(nodes, { phases: PLAN })
    for (const one of nodes) expect(titles(one)).toEqual(['observe'])
    expect(state('ctl1')).toBe('untouched')
    expect(roster.report('cmp1').changes?.files.map(({ path, action }) => `${path} ${action}`)).toEqual([
      'prometheus.yml create',
      'docker-compose.yml create',
    ])
    expect(rollout).toEqual({
      batches: [{ nodes: ['ctl1', 'cmp1', 'cmp2'], state: 'not-started' }],
      failures: { allowed: 1, count: 0 },
      ending: 'planned',
    })
  })

  it('reads files only of nodes that would be changed', async () => {
    const nodes = await installed()
    const same = await play(nodes, { phases: PLAN })
    for (const one of nodes) expect(titles(one)).toEqual(['observe'])
    expect(same.rollout).toMatchObject({
      batches: [],
      failures: { allowed: 1, count: 0 },
      ending: 'nothing-to-do',
    })
    expect(same.roster.report('ctl1').changes).toBeUndefined()
  })

  it('shows what changes on each node, and that it is alike on all', async () => {
    const nodes = await installed()
    const labels = { ...SETTINGS.labels, region: 'seoul' }
    const { roster } = await play(nodes, { phases: PLAN, settings: { ...SETTINGS, labels } })
    for (const one of nodes) expect(titles(one)).toEqual(['observe', 'read-generation'])
    const changes = nodes.map(({ host }) => roster.report(host.name).changes)
    expect(new Set(changes.map((one) => one?.groupKey)).size).toBe(1)
    expect(changes[0]?.settings).toEqual([{ kind: 'label', name: 'region', desired: 'seoul' }])
    expect(changes[0]?.files.map(({ path, action }) => `${path} ${action}`)).toEqual([
      'prometheus.yml update',
    ])
    expect(changes[0]?.files[0]?.diff).toContain('+    region: "seoul"\n')
    expect(nodes.map((one) => one.state().free)).toEqual([true, true, true])
  })

  it('plans no batch for a node that is lost while its files are read', async () => {
    const [one, other] = await installed()
    if (one === undefined || other === undefined) throw new Error('there are three nodes')
    const lost = { reason: 'connection-lost', during: 'read-generation', evidence: safeText('') } as const
    const losing = one.again([['read-generation', { failure: lost }]])
    const labels = { ...SETTINGS.labels, region: 'seoul' }
    const { roster, rollout } = await play([losing, other], {
      phases: PLAN,
      settings: { ...SETTINGS, labels },
    })
    expect(roster.report('ctl1').failure).toEqual(lost)
    expect(rollout?.batches).toEqual([{ nodes: ['cmp1'], state: 'not-started' }])
    expect(rollout?.failures).toEqual({ allowed: 1, count: 1 })
  })
})

describe('a saved plan', () => {
  const settings = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }

  async function saved(nodes: readonly FakeNode[]): Promise<Pinned> {
    const { roster } = await play(nodes, { phases: ['observe', 'plan'], settings })
    const pins = roster
      .reports()
      .flatMap(({ node, pinned }) => (pinned === undefined ? [] : [[node, pinned] as const]))
    return { nodes: new Map(pins), batches: [['cmp2'], ['cmp1', 'ctl1']] }
  }

  it('is applied in its own batches', async () => {
    const nodes = await installed()
    const pinned = await saved(nodes)
    const { rollout, state } = await play(
      nodes.map((one) => one.again()),
      { settings, pinned },
    )
    expect(rollout?.batches.map((batch) => batch.nodes)).toEqual(pinned.batches)
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'verified', 'verified'])
  })

  it('is refused before any change where one node has moved', async () => {
    const nodes = await installed()
    const pinned = await saved(nodes)
    const [ctl1] = nodes.map((one) => one.again())
    if (ctl1 === undefined) throw new Error('there are three nodes')
    await play([ctl1], { settings: { ...settings, labels: { region: 'busan' } } })
    const again = nodes.map((one) => one.again())
    const { rollout, roster } = await play(again, { settings, pinned })
    expect(again.map(titles)).toEqual([['observe'], ['observe'], ['observe']])
    expect(roster.reports().map(({ node, failure }) => [node, failure?.reason])).toEqual([
      ['ctl1', 'moved'],
      ['cmp1', undefined],
      ['cmp2', undefined],
    ])
    expect(rollout).toBeUndefined()
  })

  it('is refused where what is rendered by now is another', async () => {
    const nodes = await installed()
    const pinned = await saved(nodes)
    const again = nodes.map((one) => one.again())
    const { roster } = await play(again, { settings: { ...settings, retention: '3h' }, pinned })
    expect(again.map(titles)).toEqual([['observe'], ['observe'], ['observe']])
    expect(roster.report('cmp1').failure).toMatchObject({
      reason: 'moved',
      fields: ['rendered generation', 'verdict'],
    })
  })
})
