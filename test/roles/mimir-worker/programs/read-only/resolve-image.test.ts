import { describe, expect, it } from 'vitest'
import { resolveImage } from '../../../../../roles/mimir-worker/programs/read-only/resolve-image.ts'
import { fakeHost } from '../../../../support/fake-host.ts'

const NAME = 'registry.example/prom/prometheus'
const [ID, INDEX, MANIFEST] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`)

/** The image that a name is pinned to, by what the program reports. */
async function pinned(facts: Readonly<Record<string, string>>, image = `${NAME}:v2.53.3`) {
  const lines = Object.entries(facts).map(([fact, text]) =>
    JSON.stringify({ fact, exit: 0, base64: Buffer.from(text).toString('base64') }),
  )
  const host = fakeHost('cmp1', [['resolve-image', { stdout: [...lines, '{"done":true}', ''].join('\n') }]])
  const answer = await resolveImage({
    host,
    directory: '/opt/mimir-worker',
    image,
    pull: true,
    deadline: 1000,
    signal: new AbortController().signal,
    progress: () => undefined,
  })
  return answer.ok ? answer.value : answer.failure
}

describe('what the name of an image stands for', () => {
  const version = 'prometheus, version 2.53.3 (branch: HEAD)'

  it('is what was pulled just now, where the repository has several digests of one image', async () => {
    const images = `${NAME}:v2.53.3 ${ID} ${NAME}@${MANIFEST} ${NAME}@${INDEX}`
    expect(await pinned({ pulled: INDEX ?? '', images, version })).toEqual({
      image: `${NAME}@${INDEX}`,
      imageName: `${NAME}:v2.53.3`,
      version: '2.53.3',
    })
    expect(await pinned({ pulled: '', images, version })).toMatchObject({ image: `${NAME}@${MANIFEST}` })
  })

  it('is no digest of another repository, nor one that the engine does not have', async () => {
    const other = `${NAME}:v2.53.3 ${ID} evil.example/backdoor@${MANIFEST} ${NAME}@${INDEX}`
    expect(await pinned({ pulled: MANIFEST ?? '', images: other, version })).toMatchObject({
      image: `${NAME}@${INDEX}`,
    })
  })

  it('is the name itself where the image came from no registry', async () => {
    expect(await pinned({ pulled: '', images: `${NAME}:v2.53.3 ${ID}`, version })).toMatchObject({
      image: `${NAME}:v2.53.3`,
    })
  })
})
