import { describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { VARS } from '../sample.ts'

const text = (vars: typeof VARS, path: string): string =>
  renderGeneration(vars).files.find((file) => file.path === path)?.text ?? ''

describe('the worker files of a node', () => {
  it('are the golden ones', async () => {
    for (const path of ['prometheus.yml', 'docker-compose.yml']) {
      await expect(text(VARS, path)).toMatchFileSnapshot(`../../../golden/cmp1/${path}`)
    }
  })

  it('get the same name from the same vars, whenever they are rendered', () => {
    expect(renderGeneration({ ...VARS })).toEqual(renderGeneration(structuredClone(VARS)))
  })

  it('get another name from any other content, and keep the name of the container where it is the same', () => {
    const [one, other] = [renderGeneration(VARS), renderGeneration({ ...VARS, tenant: 'staging' })]
    expect(other.name).not.toBe(one.name)
    expect(other.container).toBe(one.container)
  })

  it('name another container when a flag of the process changes', () => {
    expect(renderGeneration({ ...VARS, retention: '1d' }).container).not.toBe(
      renderGeneration(VARS).container,
    )
  })

  it.each([
    ['v2.53.3', '--enable-feature=agent'],
    ['v3.5.3', '--agent'],
    ['v3.5.3@sha256:'.padEnd(78, 'a'), '--agent'],
  ])('make an agent of %s with the flag of its major version, and no server', (tag, flag) => {
    const image = `registry.example/prom/prometheus:${tag}`
    const compose = text({ ...VARS, image, mode: 'agent' }, 'docker-compose.yml')
    expect(compose).toContain(`"${flag}"`)
    expect(compose).toContain('"--storage.agent.path=/prometheus/agent"')
    expect(compose).toContain('"--storage.agent.retention.max-time=2h"')
    expect(compose).not.toMatch(/storage\.tsdb|min-time/u)
  })

  it('let an agent keep less than Prometheus would where that is wished', () => {
    const compose = text({ ...VARS, mode: 'agent', retention: '2m' }, 'docker-compose.yml')
    expect(compose).toContain('"--storage.agent.retention.min-time=2m"')
    expect(compose).toContain('"--storage.agent.retention.max-time=2m"')
  })

  it('hold a password in a file of its own, and nowhere else', () => {
    const password = new Secret('p4ss$word')
    const { files } = renderGeneration({
      ...VARS,
      authorization: { type: 'basic', username: 'worker', password },
    })
    expect(
      files.filter((file) => file.text.includes('p4ss')).map(({ path, secret }) => ({ path, secret })),
    ).toEqual([{ path: 'secrets/mimir-password', secret: true }])
    expect(files[0]?.text).toContain('password_file: "secrets/mimir-password"')
  })

  it('write a dollar for compose so that it is not taken for a variable', () => {
    const compose = text({ ...VARS, directory: '/srv/$HOME/worker' }, 'docker-compose.yml')
    expect(compose).toContain('/srv/$$HOME/worker:/etc/mimir-worker:ro')
  })

  it('end every file with a newline, so that a here-document carries it unchanged', () => {
    const authorization = { type: 'bearer', token: new Secret('no-newline') } as const
    for (const file of renderGeneration({ ...VARS, authorization, ca: 'PEM' }).files)
      expect(file.text).toMatch(/\n$/u)
  })
})
