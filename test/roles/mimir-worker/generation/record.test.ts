import { describe, expect, it } from 'vitest'
import { judge } from '../../../../roles/mimir-worker/checks/chain.ts'
import {
  type Generation,
  nameOf,
  renderGeneration,
} from '../../../../roles/mimir-worker/generation/generation.ts'
import { expectedFrom } from '../../../../roles/mimir-worker/generation/read-back.ts'
import { readRecord } from '../../../../roles/mimir-worker/generation/record.ts'
import { readExpectation } from '../../../../roles/mimir-worker/programs/read-only/read-generation.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { fakeHost } from '../../../support/fake-host.ts'
import { evidence, facts, GENERATION, loadedConfig, SETTINGS, VARS, worker } from '../sample.ts'

const textOf = (generation: Generation, path: string): string =>
  generation.files.find((file) => file.path === path)?.text ?? ''

function found(generation: Generation, vars = VARS) {
  const record = readRecord(textOf(generation, 'generation.json'))
  if (record === undefined) throw new Error('the record cannot be read')
  return expectedFrom({
    name: generation.name,
    record,
    configuration: textOf(generation, 'prometheus.yml'),
    sums: new Map(generation.files.map(({ path, sha256 }) => [path, sha256])),
    directory: vars.directory,
  })
}

const SECRETIVE = {
  ...VARS,
  authorization: { type: 'basic', username: 'worker', password: new Secret('p4ss') },
  ca: 'PEM',
  extraScrapeConfigs: [{ job_name: 'smartctl', static_configs: [{ targets: ['localhost:9633'] }] }],
} as const

describe('the record of a generation', () => {
  it('is one line, the same for the same vars, and holds no secret', () => {
    const text = textOf(renderGeneration(SECRETIVE), 'generation.json')
    expect(text).toBe(
      textOf(renderGeneration(structuredClone(VARS)), 'generation.json').replace(
        '[]',
        '[{"job_name":"smartctl"}]',
      ),
    )
    expect(text.trimEnd()).not.toContain('\n')
    expect(text).not.toContain('p4ss')
  })

  it('lets a node be proven by who did not render what it runs', () => {
    const expected = found(GENERATION)
    if (expected === undefined) throw new Error('nothing is expected')
    expect(judge(evidence(expected))).toEqual(judge(evidence()))
    expect(judge(evidence(expected)).every(({ state }) => state === 'passed')).toBe(true)
  })

  it('gives the same document, names of the node and files as the rendering, with secrets and foreign jobs', () => {
    const generation = renderGeneration(SECRETIVE)
    const expected = found(generation, SECRETIVE)
    const { name, container, document, nodeValues } = generation
    expect(expected?.generation).toMatchObject({ name, container, document, nodeValues })
    const loaded = facts({ worker: worker({ config: loadedConfig(generation) }) })
    expect(judge(evidence({ ...expected, facts: loaded })).map(({ check }) => check)).toContain(
      'configuration',
    )
  })

  it.each([
    ['another format', (text: string) => text.replace('"format":1', '"format":2')],
    ['no jobs', (text: string) => text.replace(/"jobs":\[.*?\]/u, '"jobs":[]')],
    ['no node', (text: string) => text.replace('"node":"cmp1",', '')],
    ['a port that is none', (text: string) => text.replace('"port":9091', '"port":"x"')],
    ['half of it', (text: string) => text.slice(0, 100)],
    ['nothing', () => ''],
  ])('cannot be read with %s', (_case, change) => {
    expect(readRecord(change(textOf(GENERATION, 'generation.json')))).toBeUndefined()
  })
})

describe('a generation on a node', () => {
  const host = (files: readonly { path: string; sha256: string }[], record = true) => {
    const fact = (name: string, value: string): string =>
      JSON.stringify({ fact: name, base64: Buffer.from(value).toString('base64') })
    const sums = files.map(({ path, sha256 }) => `${sha256}  ./${path}`).join('\n')
    const lines = [
      fact('record', record ? textOf(GENERATION, 'generation.json').trimEnd() : ''),
      fact('configuration', textOf(GENERATION, 'prometheus.yml').trimEnd()),
      fact('files', sums),
      '{"done":true}',
      '',
    ]
    return fakeHost('cmp1', [['read-generation', { stdout: lines.join('\n') }]])
  }
  const order = { settings: SETTINGS, generation: GENERATION.name, deadline: 1000 }
  const { signal } = new AbortController()

  it('is read back as what was rendered', async () => {
    const answer = await readExpectation({ ...order, host: host(GENERATION.files), signal })
    expect(answer).toEqual({ ok: true, value: found(GENERATION) })
    expect(nameOf(GENERATION.files.toReversed())).toBe(GENERATION.name)
  })

  it('proves nothing where its files are not what its name says, or where it has no record', async () => {
    const [first, ...others] = GENERATION.files
    if (first === undefined) throw new Error('the generation has files')
    const nothing = { ok: true, value: undefined }
    const changed = [{ ...first, sha256: 'f'.repeat(64) }, ...others]
    expect(await readExpectation({ ...order, host: host(changed), signal })).toEqual(nothing)
    expect(await readExpectation({ ...order, host: host(others), signal })).toEqual(nothing)
    expect(await readExpectation({ ...order, host: host(GENERATION.files, false), signal })).toEqual(nothing)
  })
})
