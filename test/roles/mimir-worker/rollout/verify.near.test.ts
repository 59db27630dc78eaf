import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Fleet } from '../../../../roles/mimir-worker/fleet/fleet.ts'
import { runRollout } from '../../../../roles/mimir-worker/rollout/rollout.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import type { Mimir, MimirHistory } from '../../../../src/mimir/mimir.ts'
import { success } from '../../../../src/model/result.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { contextOf, node } from '../../../play/sample.ts'
import { fakeMimir } from '../fake-mimir.ts'
import { fakeNode } from '../fake-node.ts'
import { NOTHING_WRITTEN, POLICY, SETTINGS } from '../sample.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const COUNT = 1000

const PATIENCE = { timeout: 300_000 }

it(
  'asks Mimir at most twenty queries a round for a thousand nodes, however long they wait',
  PATIENCE,
  async () => {
    const fakes = Array.from({ length: COUNT }, (_, at) =>
      fakeNode(`cmp${at}`, `10.1.${at >> 8}.${at & 255}`),
    )
    const nodes = fakes.map(({ host }) => node(host.name))
    const exporters = EXPORTERS.filter(({ name }) => ['node_exporter', 'cadvisor'].includes(name))
    const fleet: Fleet = {
      settings: SETTINGS,
      policy: POLICY,
      renews: false,
      restarts: true,
      phases: ['observe', 'plan', 'stage', 'activate', 'verify'],
      nodes,
      expectations: nodes.map(({ name }) => ({
        node: name,
        apiInterface: 'bond0',
        address: undefined,
        family: 'ipv4',
        exporters: exporters.map((exporter) => ({ exporter, port: 9100, scheme: 'http', interval: '30s' })),
      })),
      candidates: new Map(),
      written: NOTHING_WRITTEN,
      otherTenant: 'other',
      deadlines: { observe: 1000, stage: 1000, activate: 1000, verify: 60_000 },
    }
    const { mimir: whole, history: scrapes } = fakeMimir(fakes)
    const rounds = new Map<number, number>()
    const counted = (at: number): void => void rounds.set(at, (rounds.get(at) ?? 0) + 1)
    const history: MimirHistory = async (tenant, expression, signal) => {
      counted(performance.now())
      return scrapes(tenant, expression, signal)
    }
    const mimir: Mimir = async (tenant, expression, signal) => {
      const at = performance.now()
      counted(at)
      return at < 9000 ? success([]) : whole(tenant, expression, signal)
    }
    const context = contextOf(nodes, 50)
    const byName = new Map(fakes.map(({ host }) => [host.name, host]))
    const play = runRollout(fleet, {
      context,
      mimir,
      history,
      leaseRequest: { run: 'run-1', holder: safeText('root@deploy 1'), reason: safeText('rollout') },
      connect: async ({ name }) => {
        const host = byName.get(name)
        if (host === undefined) throw new Error(`there is no ${name}`)
        return Promise.resolve(success(host))
      },
    })
    // A fleet of that size is counted in three rounds.
    await vi.advanceTimersByTimeAsync(40_000)
    await play
    expect(context.roster.reports().map(({ state }) => state)).toEqual(nodes.map(() => 'verified'))
    expect(rounds.size).toBeGreaterThan(4)
    expect(Math.max(...rounds.values())).toBeLessThanOrEqual(20)
  },
)
