import { describe, expect, it } from 'vitest'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { IMAGE_ID, PINNED, VERSION } from '../fake-image.ts'
import { type FakeNode, fakeNode } from '../fake-node.ts'
import { given } from '../programs/sent-program.ts'
import { SETTINGS } from '../sample.ts'
import { play } from '../small-rollout.ts'

const REPOSITORY = 'registry.example/prom/prometheus'
const OLD = `${REPOSITORY}@sha256:${'0'.repeat(64)}`

/** A node that says of the image's name whatever it likes. */
function says(digest: string, version = VERSION): ScriptedAnswer {
  const facts = { images: `${REPOSITORY}:v2.53.3 ${IMAGE_ID} ${digest}`, version }
  const lines = Object.entries(facts).map(([fact, text]) =>
    JSON.stringify({ fact, exit: 0, base64: Buffer.from(text).toString('base64') }),
  )
  return ['resolve-image', { stdout: [...lines, '{"done":true}', ''].join('\n') }]
}

function nodes(...claims: readonly (ScriptedAnswer | undefined)[]): FakeNode[] {
  return claims.map((claim, at) =>
    fakeNode(`cmp${at + 1}`, `10.0.0.${at + 1}`, claim === undefined ? [] : [claim]),
  )
}

const staged = (fleet: readonly FakeNode[]): string[] =>
  fleet.flatMap(({ host }) =>
    host.commands.filter(({ title }) => title === 'stage').map(({ program }) => given(program, 'IMAGE')),
  )

const askedOf = (fleet: readonly FakeNode[]): string[] =>
  fleet.flatMap(({ host }) =>
    host.commands
      .filter(({ title }) => title === 'resolve-image')
      .map(({ program }) => `${host.name} ${given(program, 'PULL')}`),
  )

const texts = ({ events }: Awaited<ReturnType<typeof play>>, type: 'notice' | 'warning'): string[] =>
  events.flatMap((event) => (event.type === type ? [String(event.text)] : []))

describe('the image of a fleet', () => {
  it('is what two nodes resolve its name to, who are named', async () => {
    const fleet = nodes(undefined, undefined, says(OLD))
    const seen = await play(fleet)
    expect(staged(fleet)).toEqual([PINNED, PINNED, PINNED])
    expect(askedOf(fleet)).toEqual(['cmp1 yes', 'cmp2 yes'])
    expect(texts(seen, 'notice')).toContain(
      JSON.stringify({ kind: 'resolved', image: PINNED, nodes: ['cmp1', 'cmp2'] }),
    )
  })

  it('is not what one node says, which is named', async () => {
    const fleet = nodes(says(OLD), undefined, undefined)
    const seen = await play(fleet)
    expect(staged(fleet)).toEqual([PINNED, PINNED, PINNED])
    expect(texts(seen, 'warning')).toEqual([
      JSON.stringify({ kind: 'image-differs', image: PINNED, nodes: ['cmp1'] }),
    ])
  })

  it('has no version by the word of one node', async () => {
    const fleet = nodes(says(PINNED, 'prometheus, version 3.5.3'), undefined, undefined)
    await play(fleet)
    expect(askedOf(fleet)).toEqual(['cmp1 yes', 'cmp2 yes', 'cmp3 yes'])
  })

  it('is nothing where no two nodes agree: no node is touched', async () => {
    const fleet = nodes(says(OLD), undefined)
    const seen = await play(fleet)
    expect(staged(fleet)).toEqual([])
    expect(seen.roster.report('cmp2').failure).toEqual({
      reason: 'image-disputed',
      image: SETTINGS.image,
      claims: [
        { node: 'cmp1', image: OLD },
        { node: 'cmp2', image: PINNED },
      ],
    })
  })

  it('is what the only node resolves, which speaks for itself', async () => {
    const fleet = nodes(says(OLD))
    await play(fleet)
    expect(staged(fleet)).toEqual([OLD])
  })
})
