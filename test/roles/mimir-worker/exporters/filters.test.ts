import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { filterOf, MINIMAL, RECOMMENDED } from '../../../../roles/mimir-worker/exporters/filters.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'

function named(name: string) {
  const exporter = EXPORTERS.find((one) => one.name === name)
  if (exporter === undefined) throw new Error(`there is no ${name}`)
  return exporter
}

const whole = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => new RegExp(`^(?:${pattern})$`, 'u').test(name))

describe('what is kept of an exporter', () => {
  it('is all by default', () => {
    expect(filterOf(named('cadvisor'), {}, 'none')).toBeUndefined()
  })

  it("is what the operator's own lists say, and always the witness", () => {
    const taking = { keep: ['node_load1'], drop: ['node_x'], dropLabels: ['id'] }
    expect(filterOf(named('node_exporter'), taking, 'none')).toEqual({
      keep: ['node_load1', 'node_uname_info'],
      drop: ['node_x'],
      dropLabels: ['id'],
      ownNode: false,
    })
  })

  it('adds to the lists of a set, but for keep, which goes before it', () => {
    expect(filterOf(named('rabbitmq'), { drop: ['x'] }, 'recommended')).toEqual({
      drop: ['go_.+', 'promhttp_.+', 'erlang_vm_allocators', 'x'],
      dropLabels: [],
      ownNode: false,
    })
    expect(filterOf(named('rabbitmq'), { keep: ['y'] }, 'minimal')?.keep).toEqual([
      'y',
      'rabbitmq_build_info',
    ])
    expect(filterOf(named('fluentd'), {}, 'minimal')).not.toHaveProperty('keep')
  })

  it('sets the node once more where the labels of the exporter win on every node', () => {
    expect(filterOf(named('libvirt_exporter'), {}, 'none')).toEqual({
      drop: [],
      dropLabels: [],
      ownNode: true,
    })
    expect(filterOf(named('openstack_exporter'), {}, 'none')).toBeUndefined()
  })
})

describe('the sets of filters', () => {
  it('are for exporters that exist', () => {
    const names = EXPORTERS.map(({ name }) => name)
    expect(
      [...Object.keys(RECOMMENDED), ...Object.keys(MINIMAL)].filter((one) => !names.includes(one)),
    ).toEqual(['all'])
  })

  it('never drop a witness of arrival', () => {
    for (const exporter of EXPORTERS)
      for (const preset of ['recommended', 'minimal'] as const) {
        const filter = filterOf(exporter, {}, preset)
        expect(whole(filter?.drop ?? [], exporter.sentinel)).toBe(false)
        expect(whole(filter?.keep ?? ['.+'], exporter.sentinel)).toBe(true)
      }
  })
})

describe('docs/filters.md', () => {
  const text = readFileSync(new URL('../../../../docs/filters.md', import.meta.url), 'utf8')

  it('has every expression of every set', () => {
    const ready = Object.values(RECOMMENDED).flatMap(({ drop, dropLabels }) => [...drop, ...dropLabels])
    const missing = [...ready, ...Object.values(MINIMAL).flat()].filter((one) => !text.includes(`\`${one}\``))
    expect(missing).toEqual([])
  })
})
