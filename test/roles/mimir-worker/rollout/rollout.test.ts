import { describe, expect, it } from 'vitest'
import { runRollout } from '../../../../roles/mimir-worker/rollout/rollout.ts'
import type { WorkerSettings } from '../../../../roles/mimir-worker/worker/vars.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { contextOf } from '../../../play/sample.ts'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { fakeMimir } from '../fake-mimir.ts'
import { fakeNode } from '../fake-node.ts'
import { given } from '../programs/sent-program.ts'
import { PLAIN_CHAIN, SETTINGS } from '../sample.ts'
import { CLAIM, fleetOf, installed, play, three, titles, UNREACHABLE } from '../small-rollout.ts'

describe('a rollout to bare nodes', () => {
  it('looks, stages, starts and proves every node', async () => {
    const nodes = three()
    const { roster, state } = await play(nodes)
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'verified', 'verified'])
    for (const one of nodes) expect(titles(one)).toEqual(['observe', 'stage', 'start', 'observe', 'confirm'])
    const report = roster.report('cmp1')
    expect(report).toMatchObject({ verdict: 'first-install', generation: nodes[1].running()?.generation })
    expect(report.checks.map(({ check, state: how }) => `${check} ${how}`)).toEqual(
      PLAIN_CHAIN.map((check) => `${check} passed`),
    )
    expect(report.steps.map(({ phase, outcome }) => `${phase} ${outcome}`)).toEqual([
      'observe unchanged',
      'plan unchanged',
      'stage changed',
      'activate changed',
      'verify unchanged',
    ])
    expect(nodes.map(({ host }) => host.closed)).toEqual([true, true, true])
  })

  it('lets each worker listen on the API address of its own node, where the manifest says so', async () => {
    const settings: WorkerSettings = { ...SETTINGS, listen: { on: 'api_interface', port: 19_091 } }
    const first = [fakeNode('ctl1', '10.0.0.11'), fakeNode('cmp1', '10.0.0.12')]
    const { state } = await play(first, { settings })
    expect(first.map(({ host }) => state(host.name))).toEqual(['verified', 'verified'])
    const asked = first.map(({ host }) =>
      host.commands.filter(({ title }) => title === 'observe').map(({ program }) => given(program, 'LISTEN')),
    )
    expect(asked).toEqual([
      ['', '10.0.0.11:19091'],
      ['', '10.0.0.12:19091'],
    ])
    const again = first.map((one) => one.again())
    const { roster } = await play(again, { settings })
    expect(again.map(({ host }) => roster.report(host.name).verdict)).toEqual(['noop', 'noop'])
  })

  it('finds out once, on three nodes that agree, what the name of the image stands for, and pins it everywhere', async () => {
    const nodes = three()
    await play(nodes)
    const asked = nodes.flatMap(({ host }) => host.commands)
    expect(asked.filter(({ title }) => title === 'resolve-image')).toHaveLength(3)
    const images = asked
      .filter(({ title }) => title === 'stage')
      .map(({ program }) => given(program, 'IMAGE'))
    expect(images).toEqual(
      Array.from({ length: 3 }, () => `registry.example/prom/prometheus@sha256:${'d'.repeat(64)}`),
    )
    const again = nodes.map((one) => one.again())
    await play(again)
    expect(again.flatMap(({ host }) => host.commands.map(({ title }) => title))).toEqual([
      'observe',
      'observe',
      'observe',
    ])
  })

  it('warns of nodes whose engines no longer have what they would roll back to', async () => {
    const nodes = three()
    await play(nodes)
    const again = nodes.map((one) => one.again())
    for (const one of again.slice(0, 2)) one.prunes()
    const { events } = await play(again, { settings: { ...SETTINGS, labels: { region: 'seoul' } } })
    const pinned = `registry.example/prom/prometheus@sha256:${'d'.repeat(64)}`
    expect(events.filter(({ type }) => type === 'warning')).toEqual([
      {
        type: 'warning',
        text: JSON.stringify({ kind: 'way-back-gone', nodes: ['ctl1', 'cmp1'], image: pinned }),
      },
    ])
  })

  it('gives every node a generation of its own', async () => {
    const nodes = three()
    await play(nodes)
    expect(new Set(nodes.map((one) => one.running()?.generation)).size).toBe(3)
  })

  it('lets only what changes nothing half be left in the middle', async () => {
    const [one] = three()
    await play([one])
    expect(one.host.commands.map(({ title, cancellable }) => `${title} ${cancellable}`)).toEqual([
      'observe true',
      'resolve-image true',
      'stage true',
      'start false',
      'observe true',
      'confirm false',
    ])
  })
})

describe('a second rollout', () => {
  it('looks once at each node, asks Mimir one round, and changes nothing', async () => {
    const nodes = await installed()
    const { roster, queries } = await play(nodes)
    for (const one of nodes) {
      expect(titles(one)).toEqual(['observe'])
      expect(roster.report(one.host.name)).toMatchObject({ state: 'verified', verdict: 'noop', reasons: [] })
    }
    expect(new Set(queries).size).toBe(queries.length)
    const alone = nodes[0]?.again()
    if (alone === undefined) throw new Error('there are three nodes')
    expect((await play([alone])).queries).toHaveLength(queries.length)
  })

  it('reloads where only the configuration is another', async () => {
    const nodes = await installed()
    const labels = { ...SETTINGS.labels, region: 'seoul' }
    const { roster } = await play(nodes, { settings: { ...SETTINGS, labels } })
    for (const one of nodes) {
      expect(titles(one)).toEqual(['observe', 'stage', 'reload', 'observe', 'confirm'])
      expect(roster.report(one.host.name)).toMatchObject({ state: 'verified', verdict: 'reload' })
    }
  })
})

describe('a node that fails costs only itself', () => {
  const fails = (title: string, reason: string): ScriptedAnswer[] => [
    [
      title,
      {
        exitCode: 10,
        stdout: `{"failure":"${reason}","base64":"${Buffer.from('no such thing').toString('base64')}"}\n`,
      },
    ],
  ]

  it.each([
    ['stage', 'pull-failed', ['observe', 'stage']],
    ['stage', 'config-rejected', ['observe', 'stage']],
    ['stage', 'disk-full', ['observe', 'stage']],
    ['start', 'start-failed', ['observe', 'stage', 'start', 'release-lease']],
  ])('in %s by %s', async (title, reason, asked) => {
    const nodes = three(fails(title, reason))
    const { roster, state } = await play(nodes)
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'failed', 'verified'])
    expect(roster.report('cmp1').failure).toMatchObject({ reason })
    expect(titles(nodes[1])).toEqual(asked)
    expect(nodes[1].host.closed).toBe(true)
  })

  it.each<[string, ScriptedAnswer[], string]>([
    [
      'loses its connection',
      [['stage', { failure: { reason: 'connection-lost', during: 'stage', evidence: safeText('') } }]],
      'connection-lost',
    ],
    ['answers garbage', [['observe', { stdout: 'Welcome to cmp1\n' }]], 'unreadable-answer'],
    ['is cut off', [['stage', { stdout: '{"progress":"files"}\n' }]], 'unreadable-answer'],
    ['ends with another status', [['start', { exitCode: 137, stderr: 'Killed' }]], 'command-failed'],
    [
      'meets a defect of ours',
      [
        [
          'stage',
          () => {
            throw new Error('a defect')
          },
        ],
      ],
      'internal',
    ],
  ])('where it %s', async (_case, told, reason) => {
    const nodes = three(told)
    const { roster, state } = await play(nodes)
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'failed', 'verified'])
    expect(roster.report('cmp1').failure).toMatchObject({ reason })
  })

  it('where it cannot be reached', async () => {
    const nodes = three()
    const fleet = fleetOf(nodes, {})
    const context = contextOf(fleet.nodes)
    const { mimir, history } = fakeMimir(nodes)
    const connect = async ({ name }: { readonly name: string }) => {
      const found = nodes.find(({ host }) => host.name === name && name !== 'cmp1')
      return Promise.resolve(found === undefined ? failed(UNREACHABLE) : success(found.host))
    }
    await runRollout(fleet, { context, mimir, connect, leaseRequest: CLAIM, history })
    expect(context.roster.reports().map(({ state }) => state)).toEqual(['verified', 'failed', 'verified'])
    expect(context.roster.report('cmp1').failure).toEqual(UNREACHABLE)
    expect(nodes[1].host.commands).toEqual([])
  })

  it('where it has no engine, and nothing is brought there', async () => {
    const missing = [
      '{"fact":"now","base64":"MQ=="}',
      '{"fact":"engine","base64":"bWlzc2luZw=="}',
      '{"done":true}',
      '',
    ].join('\n')
    const nodes = three([['observe', { stdout: missing }]])
    const { roster } = await play(nodes)
    expect(roster.report('cmp1')).toMatchObject({ state: 'failed', failure: { reason: 'engine-missing' } })
    expect(titles(nodes[1])).toEqual(['observe'])
  })
})

describe('an interruption', () => {
  it('leaves nodes that were not begun untouched, and those that were staged are told so', async () => {
    const nodes = three()
    const { state } = await play(nodes, {
      places: 1,
      watch: ({ interruption }, event) => {
        if (event.type === 'node-finished' && event.phase === 'stage') interruption.interrupt()
      },
    })
    expect(nodes.map(titles)).toEqual([['observe', 'stage', 'release-lease'], ['observe'], ['observe']])
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['interrupted', 'untouched', 'untouched'])
    expect(nodes.map(({ host }) => host.closed)).toEqual([true, true, true])
  })

  it('before anything begins leaves everything untouched, and dials nobody', async () => {
    const nodes = three()
    const { state } = await play(nodes, {
      watch: ({ interruption }, event) => {
        if (event.type === 'phase-started' && event.phase === 'observe') interruption.interrupt()
      },
    })
    expect(nodes.map(titles)).toEqual([[], [], []])
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['untouched', 'untouched', 'untouched'])
  })

  it('after the swap lets the batch come to its end, for what nobody proves would go back', async () => {
    const nodes = three()
    const { state } = await play(nodes, {
      watch: ({ interruption }, event) => {
        if (event.type === 'phase-finished' && event.phase === 'activate') interruption.interrupt()
      },
    })
    expect(nodes.map(titles)).toEqual(nodes.map(() => ['observe', 'stage', 'start', 'observe', 'confirm']))
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'verified', 'verified'])
  })

  it('hands every command but the release the signal that a second wish aborts', async () => {
    const nodes = three()
    await play(nodes, {
      watch: ({ interruption }, event) => {
        if (event.type === 'phase-finished' && event.phase === 'activate') {
          interruption.interrupt()
          interruption.interrupt()
        }
      },
    })
    for (const { host } of nodes)
      for (const { title, signal } of host.commands) expect(signal?.aborted).toBe(title !== 'release-lease')
    expect(nodes.map((one) => one.state().free)).toEqual([true, true, true])
  })
})
