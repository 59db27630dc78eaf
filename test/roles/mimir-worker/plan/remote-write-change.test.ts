import { describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { changesSending, reroutingOf } from '../../../../roles/mimir-worker/plan/remote-write-change.ts'
import type { WorkerVars } from '../../../../roles/mimir-worker/worker/vars.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { container, facts, GENERATION, loadedConfig, VARS, worker } from '../sample.ts'

/** A node whose worker runs with that configuration. */
const running = (vars: WorkerVars, change: (config: string) => string = (config) => config): Facts => {
  const generation = renderGeneration(vars)
  const onDisk = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
  return facts({
    files: { ...facts().files, current: generation.name, onDisk },
    worker: worker({ config: change(loadedConfig(generation)) }),
  })
}

const login = (password: string): WorkerVars => ({
  ...VARS,
  authorization: { type: 'basic', username: 'kolla', password: new Secret(password) },
})

describe('a change that may be the remedy for a queue that does not drain', () => {
  it.each<[string, Partial<WorkerVars>]>([
    ['Mimir', { pushUrl: 'http://10.0.0.6:9009/api/v1/push' }],
    ['the tenant', { tenant: 'seoul' }],
    ['the queue', { remoteWrite: { ...VARS.remoteWrite, max_shards: 3 } }],
    ['the login', login('a')],
    ['the authority of its certificate', { ca: '-----BEGIN CERTIFICATE-----' }],
  ])('is one to %s', (_case, change) => {
    expect(changesSending(renderGeneration({ ...VARS, ...change }), running(VARS))).toBe(true)
    expect(changesSending(GENERATION, running({ ...VARS, ...change }))).toBe(true)
  })

  it('is another password, of which no configuration tells', () => {
    expect(changesSending(renderGeneration(login('b')), running(login('a')))).toBe(true)
    expect(changesSending(renderGeneration(login('a')), running(login('a')))).toBe(false)
  })

  it.each([
    ['a proxy', '    proxy_url: http://10.0.0.9:3128\n'],
    ['a filter', '    write_relabel_configs:\n      - action: drop\n'],
  ])('is one that takes away %s that somebody put there by hand', (_case, lines) => {
    const byHand = running(VARS, (config) => config.replace(/(?<url> +(?:- )?url: .*\n)/u, `$<url>${lines}`))
    expect(byHand.worker?.config).toContain(lines)
    expect(changesSending(GENERATION, byHand)).toBe(true)
  })

  it.each<[string, Partial<WorkerVars>]>([
    ['nothing', {}],
    ['the image', { image: 'registry.example/prom/prometheus:v3.5.3' }],
    ['labels and intervals', { scrapeInterval: '15s', labels: { cluster: 'seoul' } }],
    ['the authority of Kolla', { kollaCa: '-----BEGIN CERTIFICATE-----' }],
  ])('is not one to %s', (_case, change) => {
    expect(changesSending(renderGeneration({ ...VARS, ...change }), running(VARS))).toBe(false)
  })

  it('is not what Prometheus fills in by itself', () => {
    const filled = running(VARS, (config) =>
      config.replace(
        /(?<url> +(?:- )?url: .*\n)/u,
        '$<url>    remote_timeout: 30s\n    follow_redirects: true\n',
      ),
    )
    expect(filled.worker?.config).toContain('remote_timeout')
    expect(changesSending(GENERATION, filled)).toBe(false)
  })
})

describe('a change of where and how a worker sends', () => {
  it.each<[Partial<WorkerVars>, string[]]>([
    [{ pushUrl: 'http://10.0.0.6:9009/api/v1/push' }, ['url']],
    [{ tenant: 'seoul' }, ['headers.X-Scope-OrgID']],
    [login('a'), ['basic_auth.username', 'basic_auth.password_file', 'secrets']],
    [{ ca: '-----BEGIN CERTIFICATE-----' }, ['tls_config.ca_file', 'secrets']],
  ])('is named by what changes: %j', (change, fields) => {
    expect(reroutingOf(renderGeneration({ ...VARS, ...change }), running(VARS))).toEqual(fields)
  })

  it('is one that takes a login or a proxy away', () => {
    expect(reroutingOf(GENERATION, running(login('a')))).toEqual(['proxy or filter', 'secrets'])
  })

  it('is another password', () => {
    expect(reroutingOf(renderGeneration(login('b')), running(login('a')))).toEqual(['secrets'])
  })

  it.each<[string, Partial<WorkerVars>]>([
    ['of nothing', {}],
    ['of the queue', { remoteWrite: { ...VARS.remoteWrite, max_shards: 3 } }],
    ['of an interval', { scrapeInterval: '15s' }],
  ])('is none %s', (_case, change) => {
    expect(reroutingOf(renderGeneration({ ...VARS, ...change }), running(VARS))).toEqual([])
  })

  it('is none of a worker that does not run, or does not say what it runs with', () => {
    const moved = renderGeneration({ ...VARS, tenant: 'seoul' })
    const stopped = { ...running(VARS), container: container({ status: 'exited' }) }
    expect(reroutingOf(moved, stopped)).toEqual([])
    expect(reroutingOf(moved, facts({ worker: worker({ config: '' }) }))).toEqual([])
  })
})
