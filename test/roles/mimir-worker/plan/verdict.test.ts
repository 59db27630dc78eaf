import { describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import type { Container, Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { verdictOn } from '../../../../roles/mimir-worker/plan/verdict.ts'
import { actionFor } from '../../../../roles/mimir-worker/programs/changing/activate.ts'
import { facts, GENERATION, LOCAL_IMAGE, VARS, worker } from '../sample.ts'

const project = 'mimir-worker'

function container(changes: Partial<Container>): Partial<Facts> {
  const running = facts().container
  if (running === undefined) throw new Error('the sample has a container')
  return { container: { ...running, ...changes } }
}

function files(changes: Partial<Facts['files']>): Partial<Facts> {
  return { files: { ...facts().files, ...changes } }
}

function decided(changes: Partial<Facts>): { verdict: string; fields: string[] } {
  const { verdict, reasons } = verdictOn(facts(changes), GENERATION, project)
  return { verdict, fields: reasons.map(({ field }) => field) }
}

describe('the verdict on a node', () => {
  it('is noop, with no reasons, where everything is as rendered', () => {
    expect(verdictOn(facts(), GENERATION, project)).toEqual({ verdict: 'noop', reasons: [] })
  })

  it('is repair where the worker cannot enter a folder of its own, which only its next start would show', () => {
    const closed = [{ path: '.', mode: '700', uid: '0' }]
    expect(verdictOn(facts(files({ closed })), GENERATION, project)).toEqual({
      verdict: 'repair',
      reasons: [{ field: 'mode of .', current: '700, owner 0', desired: '755, its own' }],
    })
  })

  it('is first-install where there is neither a container nor a generation', () => {
    const nothing = {
      current: undefined,
      links: [],
      onDisk: new Map(),
      seenByProcess: new Map(),
      swappedAt: 0,
    }
    expect(decided({ container: undefined, images: [], worker: undefined, ...files(nothing) })).toEqual({
      verdict: 'first-install',
      fields: ['container', 'generation'],
    })
  })

  it('is reload where only the configuration is another', () => {
    const generation = renderGeneration({ ...VARS, labels: { ...VARS.labels, region: 'seoul' } })
    const { verdict, reasons } = verdictOn(facts(), generation, project)
    expect(verdict).toBe('reload')
    expect(reasons).toEqual([{ field: 'generation', current: GENERATION.name, desired: generation.name }])
  })

  it('is recreate where what the container is made of is another', () => {
    const generation = renderGeneration({ ...VARS, retention: '6h' })
    expect(verdictOn(facts(), generation, project).verdict).toBe('recreate')
  })

  it('is recreate where the tag stands for another image by now', () => {
    expect(decided({ images: [{ ...LOCAL_IMAGE, id: 'sha256:bb22' }] })).toEqual({
      verdict: 'recreate',
      fields: ['image'],
    })
  })

  it('is recreate where the worker could not write its log, which it repairs only when it starts', () => {
    const samples = [{ metric: 'prometheus_tsdb_wal_writes_failed_total', labels: {}, value: 61 }]
    expect(verdictOn(facts({ worker: worker({ samples }) }), GENERATION, project)).toEqual({
      verdict: 'recreate',
      reasons: [{ field: 'write-ahead log', current: '61 writes failed', desired: 'whole' }],
    })
  })

  it('is recreate where the worker found its log damaged, and counts that for as long as it runs', () => {
    const samples = [{ metric: 'prometheus_tsdb_wal_corruptions_total', labels: {}, value: 1 }]
    expect(verdictOn(facts({ worker: worker({ samples }) }), GENERATION, project)).toEqual({
      verdict: 'recreate',
      reasons: [{ field: 'write-ahead log', current: 'damaged when the worker started', desired: 'whole' }],
    })
  })

  it('is repair where somebody stopped the container', () => {
    expect(decided(container({ status: 'exited' }))).toEqual({ verdict: 'repair', fields: ['container'] })
  })

  it('is repair where an attempt to replace the worker left a container beside it, and the worker is not restarted', () => {
    const leftovers = [{ name: '3d07673384b6_openstack-worker-prometheus', status: 'exited' }]
    expect(verdictOn(facts({ leftovers }), GENERATION, project)).toEqual({
      verdict: 'repair',
      reasons: [
        {
          field: 'leftover container 3d07673384b6_openstack-worker-prometheus',
          current: 'exited',
          desired: 'none',
        },
      ],
    })
    expect(actionFor('repair', facts({ leftovers }))).toBe('reload')
  })

  it('is recreate where the worker was left under another name', () => {
    expect(decided(container({ name: '3d07673384b6_openstack-worker-prometheus' }))).toEqual({
      verdict: 'recreate',
      fields: ['container.name'],
    })
  })

  it('is repair where somebody changed a file', () => {
    const onDisk = new Map([...facts().files.onDisk, ['prometheus.yml', 'f'.repeat(64)]])
    expect(decided(files({ onDisk }))).toEqual({ verdict: 'repair', fields: ['prometheus.yml'] })
  })

  it('is repair where a file is missing or a stranger was put beside it', () => {
    const onDisk = new Map([...facts().files.onDisk, ['rules.yml', 'f'.repeat(64)]])
    onDisk.delete('docker-compose.yml')
    expect(decided(files({ onDisk }))).toEqual({
      verdict: 'repair',
      fields: ['docker-compose.yml', 'rules.yml'],
    })
  })

  it('is repair where a link that people use was removed', () => {
    expect(decided(files({ links: ['current/prometheus.yml'] }))).toEqual({
      verdict: 'repair',
      fields: ['links'],
    })
  })

  it('is repair where the process sees another file than the disk has', () => {
    const seenByProcess = new Map([['prometheus.yml', 'f'.repeat(64)]])
    expect(decided(files({ seenByProcess }))).toEqual({
      verdict: 'repair',
      fields: ['prometheus.yml seen by the worker'],
    })
  })

  it('is repair where the worker has not read its configuration since it was swapped', () => {
    const before = facts().files.swappedAt - 1
    expect(decided({ worker: worker({ reloadedAt: before }) })).toEqual({
      verdict: 'repair',
      fields: ['configuration loaded'],
    })
  })

  it('is repair where the worker runs with another configuration than its file', () => {
    expect(decided({ worker: worker({ config: 'global: {}\n' }) }).verdict).toBe('repair')
  })
})
