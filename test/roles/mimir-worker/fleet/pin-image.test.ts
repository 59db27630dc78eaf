import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/model/result.ts'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { IMAGE_ID, PINNED, VERSION } from '../fake-image.ts'
import { type FakeNode, fakeNode } from '../fake-node.ts'
import { given } from '../programs/sent-program.ts'
import { installed, play, three } from '../small-rollout.ts'

const NAME = 'registry.example/prom/prometheus'
const OTHER = `sha256:${'e'.repeat(64)}`
const registry = async () => Promise.resolve(success(OTHER))
const unreachable = async () => Promise.resolve(failed('connect ECONNREFUSED'))

/** What a node answers that says another digest of the right repository. */
const lies: ScriptedAnswer = [
  'resolve-image',
  () => {
    const facts = { images: `${NAME}:v2.53.3 ${IMAGE_ID} ${NAME}@${OTHER}`, version: VERSION }
    const lines = Object.entries(facts).map(([fact, text]) =>
      JSON.stringify({ fact, exit: 0, base64: Buffer.from(text).toString('base64') }),
    )
    return { stdout: [...lines, '{"done":true}', ''].join('\n') }
  },
]

const askedOf = (nodes: readonly FakeNode[]): string[] =>
  nodes
    .filter(({ host }) => host.commands.some(({ title }) => title === 'resolve-image'))
    .map(({ host }) => host.name)

const stagedImages = (nodes: readonly FakeNode[]): Set<string> =>
  new Set(
    nodes.flatMap(({ host }) =>
      host.commands.filter(({ title }) => title === 'stage').map(({ program }) => given(program, 'IMAGE')),
    ),
  )

describe('what the image of the workers is', () => {
  it('is what the registry says where this machine can ask it, and no node is asked', async () => {
    const nodes = three()
    const { rollout } = await play(nodes, { registry })
    expect(askedOf(nodes)).toEqual([])
    expect(stagedImages(nodes)).toEqual(new Set([`${NAME}@${OTHER}`]))
    expect(rollout?.image).toEqual({ name: `${NAME}:v2.53.3`, image: `${NAME}@${OTHER}`, word: 'registry' })
  })

  it('is what three nodes agree on where it cannot', async () => {
    const nodes = three()
    const { rollout, events } = await play(nodes, { registry: unreachable })
    expect(askedOf(nodes)).toEqual(['ctl1', 'cmp1', 'cmp2'])
    const image = { name: `${NAME}:v2.53.3`, image: PINNED, word: 'nodes', nodes: ['ctl1', 'cmp1', 'cmp2'] }
    expect(rollout?.image).toEqual(image)
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []))
    expect(notices).toContain(JSON.stringify({ kind: 'image-pinned', choice: image }))
  })

  it('is nothing that one node says against two others: no node is changed', async () => {
    const nodes = three([lies])
    const { roster } = await play(nodes)
    for (const { host } of nodes)
      expect(roster.report(host.name).failure).toEqual({
        reason: 'image-disputed',
        image: `${NAME}:v2.53.3`,
        evidence: `ctl1, cmp2: ${PINNED}; cmp1: ${NAME}@${OTHER}`,
      })
    expect(stagedImages(nodes)).toEqual(new Set())
  })

  it('is asked of another node where one cannot answer', async () => {
    const fails: ScriptedAnswer = ['resolve-image', { exitCode: 137 }]
    const nodes = [...three([fails]), fakeNode('cmp3', '10.0.0.14'), fakeNode('cmp4', '10.0.0.15')]
    const { rollout } = await play(nodes)
    expect(askedOf(nodes)).toEqual(['ctl1', 'cmp1', 'cmp2', 'cmp3'])
    expect(rollout?.image?.nodes).toEqual(['ctl1', 'cmp2', 'cmp3'])
  })

  it('stays what runs until an upgrade, and it is said that the registry has another one by now', async () => {
    const nodes = await installed()
    const { events, roster } = await play(nodes, { registry })
    expect(roster.report('ctl1').verdict).toBe('noop')
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []))
    expect(notices).toContain(
      JSON.stringify({ kind: 'image-moved', image: `${NAME}:v2.53.3`, digest: OTHER }),
    )
    const again = nodes.map((one) => one.again())
    await play(again, { registry, renews: true })
    expect(stagedImages(again)).toEqual(new Set([`${NAME}@${OTHER}`]))
  })

  it('is refused where its digest is not among those that may run', async () => {
    const nodes = three()
    const { roster } = await play(nodes, { registry, allowedDigests: [`sha256:${'d'.repeat(64)}`] })
    expect(roster.report('cmp1').failure).toEqual({
      reason: 'image-not-allowed',
      image: `${NAME}@${OTHER}`,
    })
    expect(stagedImages(nodes)).toEqual(new Set())
    const others = three()
    const { state } = await play(others, { registry, allowedDigests: [OTHER] })
    expect(state('cmp1')).toBe('failed')
    expect(stagedImages(others)).toEqual(new Set([`${NAME}@${OTHER}`]))
  })
})
