import { describe, expect, it } from 'vitest'
import { changesOf, needsTexts } from '../../../../roles/mimir-worker/drift/file-changes.ts'
import { type Generation, renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import type { WorkerVars } from '../../../../roles/mimir-worker/worker/vars.ts'
import type { NodeChanges } from '../../../../src/model/file-change.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { facts, GENERATION, VARS } from '../sample.ts'

const SLOWER: WorkerVars = {
  ...VARS,
  image: 'registry.example/prom/prometheus:v3.5.3',
  labels: { cluster: 'openstack', region: 'one' },
  jobs: VARS.jobs
    .filter(({ exporter }) => exporter !== 'openstack_exporter')
    .map((job) => ({ ...job, interval: '15s' })),
}

const NOWHERE = {
  current: undefined,
  swappedAt: 0,
  links: [],
  jobs: [],
  onDisk: new Map(),
  seenByProcess: new Map(),
}

function textOf({ files }: Generation, path: string): string {
  return files.find((file) => file.path === path)?.text ?? ''
}

/** What a node of the sample's kind becomes by a rendering, found with another. */
function change(from: Generation, to: Generation): NodeChanges | undefined {
  const onDisk = new Map(from.files.map(({ path, sha256 }) => [path, sha256]))
  const plan = { generation: to, facts: facts({ files: { ...facts().files, current: from.name, onDisk } }) }
  const found = {
    configuration: textOf(from, 'prometheus.yml'),
    project: textOf(from, 'docker-compose.yml'),
    nodeValues: from.nodeValues,
  }
  return changesOf(plan, found)
}

describe('the changes of a node', () => {
  it('are none where its files are as rendered', () => {
    expect(change(GENERATION, GENERATION)).toBeUndefined()
    expect(needsTexts({ generation: GENERATION, facts: facts() })).toBe(false)
  })

  it('say what is created, deleted and updated, image first', () => {
    const changes = change(GENERATION, renderGeneration(SLOWER))
    expect(
      changes?.settings.map(({ kind, name, current, desired }) => [kind, name, current, desired]),
    ).toEqual([
      [
        'image',
        'openstack-worker-prometheus',
        'registry.example/prom/prometheus:v2.53.3',
        'registry.example/prom/prometheus:v3.5.3',
      ],
      ['job', 'openstack-exporter', '', undefined],
      ['interval', 'prometheus-worker', '30s', '15s'],
      ['interval', 'openstack-node-exporter', '30s', '15s'],
      ['label', 'environment', 'worker', undefined],
      ['label', 'region', undefined, 'one'],
    ])
    expect(changes?.files.map(({ path, action }) => `${path} ${action}`)).toEqual([
      'prometheus.yml update',
      'docker-compose.yml update',
    ])
    expect(changes?.files[1]?.diff).toContain('-    image: "registry.example/prom/prometheus:v2.53.3"\n')
    expect(changes?.files[1]?.diff).toContain('+    image: "registry.example/prom/prometheus:v3.5.3"\n')
  })

  it('of a first install are whole files, and what they mean in short', () => {
    const changes = changesOf({ generation: GENERATION, facts: facts({ files: NOWHERE }) }, undefined)
    expect(changes?.files.every(({ action }) => action === 'create')).toBe(true)
    expect(changes?.files[0]?.diff).toMatch(/^--- \/dev\/null\n\+\+\+ b\/prometheus\.yml\n/u)
    expect([...new Set(changes?.settings.map(({ kind }) => kind))]).toEqual([
      'image',
      'job',
      'interval',
      'label',
    ])
  })

  it('never show what is secret', () => {
    const password = new Secret('hunter2')
    const secretive = renderGeneration({
      ...VARS,
      authorization: { type: 'basic', username: 'me', password },
    })
    const changes = change(GENERATION, secretive)
    expect(JSON.stringify(changes)).not.toContain('hunter2')
    expect(changes?.files).toContainEqual({ path: 'secrets/mimir-password', action: 'create' })
  })

  it('name the files whose texts could not be read, and say nothing of what they mean', () => {
    const plan = { generation: renderGeneration(SLOWER), facts: facts() }
    expect(needsTexts(plan)).toBe(true)
    const changes = changesOf(plan, undefined)
    expect(changes?.settings).toEqual([])
    expect(changes?.files).toEqual([
      { path: 'prometheus.yml', action: 'update' },
      { path: 'docker-compose.yml', action: 'update' },
    ])
  })

  it('are alike on nodes that differ in their names and addresses only', () => {
    const other = (vars: WorkerVars): Generation => {
      const text = JSON.stringify(vars).replaceAll('10.0.0.12', '10.0.0.101').replaceAll('cmp1', 'cmp99')
      return renderGeneration({ ...vars, ...JSON.parse(text) })
    }
    const one = change(GENERATION, renderGeneration(SLOWER))
    expect(change(other(VARS), other(SLOWER))?.groupKey).toBe(one?.groupKey)
    expect(change(other(VARS), other({ ...SLOWER, retention: '3h' }))?.groupKey).not.toBe(one?.groupKey)
  })

  it('of the record alone are named', () => {
    const onDisk = new Map([...facts().files.onDisk, ['generation.json', 'other']])
    const plan = { generation: GENERATION, facts: facts({ files: { ...facts().files, onDisk } }) }
    expect(changesOf(plan, undefined)?.files).toEqual([{ path: 'generation.json', action: 'update' }])
  })
})
