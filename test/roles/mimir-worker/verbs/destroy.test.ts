import { describe, expect, it } from 'vitest'
import type { Fleet, RoleServices } from '../../../../roles/mimir-worker/fleet/fleet.ts'
import { runDestroy } from '../../../../roles/mimir-worker/verbs/destroy.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import { success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { contextOf, node } from '../../../play/sample.ts'
import { type FakeAnswer, type FakeHost, fakeHost } from '../../../support/fake-host.ts'
import { NO_HISTORY, NOTHING_WRITTEN, POLICY, SETTINGS } from '../sample.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const fact = (name: string, value: string): string => JSON.stringify({ fact: name, base64: base64(value) })
const answer = (...lines: string[]): FakeAnswer => ({ stdout: [...lines, '{"done":true}', ''].join('\n') })
const TAKEN = answer(fact('token', '4'))
const REMOVED = answer('{"changed":"container"}', '{"changed":"files"}')

function heldBy(run: string): FakeAnswer {
  const lease = `now=100\nrun=${run}\ntoken=3\nholder=ann\nstate=held\nsince=1\nexpires=200\nreason=rollout`
  return { exitCode: 10, stdout: `${JSON.stringify({ failure: 'lease-held', base64: base64(lease) })}\n` }
}

const UNASKED: RoleServices['mimir'] = () => {
  throw new Error('a destroy does not ask Mimir')
}

async function destroy(hosts: readonly FakeHost[]) {
  const nodes = hosts.map(({ name }) => node(name))
  const context = contextOf(nodes)
  const fleet: Fleet = {
    settings: SETTINGS,
    phases: ['hold', 'remove'],
    policy: POLICY,
    renews: false,
    restarts: true,
    nodes,
    expectations: [],
    candidates: new Map(EXPORTERS.map(({ name }) => [name, []])),
    written: NOTHING_WRITTEN,
    deadlines: { observe: 100, stage: 100, activate: 100, verify: 100 },
    otherTenant: undefined,
  }
  const services: RoleServices = {
    context,
    connect: async ({ name }) =>
      Promise.resolve(success(hosts.find((host) => host.name === name) ?? fakeHost(name, []))),
    leaseRequest: { run: 'run-5', holder: safeLine('root@deploy'), reason: safeLine('destroy') },
    mimir: UNASKED,
    history: NO_HISTORY,
  }
  const done = await runDestroy(fleet, services)
  return { done, reasons: nodes.map(({ name }) => context.roster.report(name).failure?.reason) }
}

const titles = ({ commands }: FakeHost): string[] => commands.map(({ title }) => title)

describe('a destroy', () => {
  it('holds every node before it removes anything from any', async () => {
    const order: string[] = []
    const noting = (title: string, said: FakeAnswer) => () => {
      order.push(title)
      return said
    }
    const hosts = ['cmp1', 'cmp2'].map((name) =>
      fakeHost(name, [
        ['take-lease', noting('take-lease', TAKEN)],
        ['destroy', noting('destroy', REMOVED)],
      ]),
    )
    const { done } = await destroy(hosts)
    expect(order).toEqual(['take-lease', 'take-lease', 'destroy', 'destroy'])
    expect(done.get('cmp1')).toEqual({ changed: ['container', 'files'], stays: { files: [] } })
    expect(hosts.every(({ closed }) => closed)).toBe(true)
  })

  it('changes nothing on a node where nothing of ours is, and tells what stays', async () => {
    const bare = fakeHost('cmp1', [['take-lease', answer(fact('stays', 'a.before-kolla-mimir.1\nb'))]])
    const { done, reasons } = await destroy([bare])
    expect(titles(bare)).toEqual(['take-lease'])
    expect(done.get('cmp1')).toEqual({ changed: [], stays: { files: ['a.before-kolla-mimir.1', 'b'] } })
    expect(reasons).toEqual([undefined])
  })

  it('removes nothing anywhere where an earlier run holds a node, and gives back what it took', async () => {
    const free = fakeHost('cmp1', [
      ['take-lease', TAKEN],
      ['release-lease', answer()],
    ])
    const held = fakeHost('cmp2', [['take-lease', heldBy('run-1')]])
    const { done, reasons } = await destroy([free, held])
    expect(titles(free)).toEqual(['take-lease', 'release-lease'])
    expect(titles(held)).toEqual(['take-lease'])
    expect(done.size).toBe(0)
    expect(reasons).toEqual([undefined, 'lease-held'])
  })

  it('goes on where one node fails, and says why it did', async () => {
    const bad: FakeAnswer = {
      exitCode: 10,
      stdout: `${JSON.stringify({ failure: 'removal-failed', base64: base64('volume: volume is in use') })}\n`,
    }
    const hosts = [
      fakeHost('cmp1', [
        ['take-lease', TAKEN],
        ['destroy', bad],
        ['release-lease', answer()],
      ]),
      fakeHost('cmp2', [
        ['take-lease', TAKEN],
        ['destroy', REMOVED],
      ]),
    ]
    const { done, reasons } = await destroy(hosts)
    expect([...done.keys()]).toEqual(['cmp2'])
    expect(reasons).toEqual(['removal-failed', undefined])
  })
})
