import type { Fleet, RoleServices } from '../../../roles/mimir-worker/fleet/fleet.ts'
import { runRollout } from '../../../roles/mimir-worker/rollout/rollout.ts'
import type { WorkerSettings } from '../../../roles/mimir-worker/worker/vars.ts'
import { EXPORTERS } from '../../../src/kolla/releases/exporters.ts'
import type { Mimir } from '../../../src/mimir/mimir.ts'
import { failed, success } from '../../../src/model/result.ts'
import type { Pinned } from '../../../src/model/saved-plan.ts'
import type { Hooks } from '../../../src/play/hooks.ts'
import type { Services } from '../../../src/play/role.ts'
import { defined } from '../../../src/values/defined.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { contextOf, node, type TestContext } from '../../play/sample.ts'
import type { ScriptedAnswer } from '../../support/fake-host.ts'
import { fakeMimir } from './fake-mimir.ts'
import { type FakeNode, fakeNode } from './fake-node.ts'
import { NOTHING_WRITTEN, POLICY, SETTINGS } from './sample.ts'

const PHASES = ['observe', 'plan', 'stage', 'activate', 'verify'] as const
const EXPORTER = EXPORTERS.filter(({ name }) => name === 'node_exporter')

interface Play {
  readonly settings?: WorkerSettings
  readonly policy?: Fleet['policy']
  readonly places?: number
  readonly phases?: Fleet['phases']
  readonly pinned?: Pinned
  readonly earlierBatches?: Fleet['earlierBatches']
  readonly hooks?: Hooks
  /** What answers at mimir.url, where that has not what the nodes send. */
  readonly mimir?: Mimir
  readonly mimirAt?: RoleServices['mimirAt']
  readonly registry?: RoleServices['registry']
  readonly allowedDigests?: Fleet['allowedDigests']
  readonly renews?: boolean
  readonly journal?: TestContext['journal']
  readonly approve?: Services['approve']
  /** Told what happens, with the context in which it does. */
  readonly watch?: (context: TestContext, event: TestContext['events'][number]) => void
}

export function fleetOf(
  nodes: readonly FakeNode[],
  { settings = SETTINGS, phases = PHASES, pinned, earlierBatches, policy = POLICY, ...more }: Play,
): Fleet {
  return {
    ...defined({ allowedDigests: more.allowedDigests }),
    settings,
    phases,
    policy,
    renews: more.renews === true,
    restarts: true,
    nodes: nodes.map(({ host }) => node(host.name)),
    expectations: nodes.map(({ host }) => ({
      node: host.name,
      apiInterface: 'bond0',
      address: undefined,
      family: 'ipv4',
      exporters: EXPORTER.map((exporter) => ({ exporter, port: 9100, scheme: 'http', interval: '30s' })),
    })),
    candidates: new Map(),
    written: NOTHING_WRITTEN,
    otherTenant: 'other',
    ...(pinned === undefined ? {} : { pinned }),
    ...(earlierBatches === undefined ? {} : { earlierBatches }),
    deadlines: { observe: 1000, stage: 1000, activate: 1000, verify: 1000 },
  }
}

export async function play(nodes: readonly FakeNode[], order: Play = {}) {
  const fleet = fleetOf(nodes, order)
  const base = contextOf(fleet.nodes, order.places)
  const { mimir, history, asked } = fakeMimir(nodes)
  const context: TestContext = {
    ...base,
    ...defined({ journal: order.journal }),
    tell: (event) => {
      base.tell(event)
      order.watch?.(base, event)
    },
  }
  const rollout = await runRollout(fleet, {
    context,
    mimir: order.mimir ?? mimir,
    ...defined({ mimirAt: order.mimirAt, registry: order.registry }),
    leaseRequest: CLAIM,
    history,
    ...(order.hooks === undefined ? {} : { hooks: order.hooks }),
    ...(order.approve === undefined ? {} : { approve: order.approve }),
    connect: async ({ name }) => {
      const found = nodes.find(({ host }) => host.name === name)
      return Promise.resolve(found === undefined ? failed(UNREACHABLE) : success(found.host))
    },
  })
  const state = (name: string) => base.roster.report(name).state
  return { rollout, roster: base.roster, events: base.events, queries: asked, state }
}

export const CLAIM = { run: 'run-1', holder: safeText('root@deploy 1'), reason: safeText('rollout') }

export const UNREACHABLE = {
  reason: 'ssh-unreachable',
  address: '10.0.0.9',
  port: 22,
  cause: 'timed-out',
  evidence: safeText(''),
} as const
/** What every node is asked for: one of them is also asked what the image is. */
export const titles = ({ host }: FakeNode): string[] =>
  host.commands.map(({ title }) => title).filter((title) => title !== 'resolve-image')
export const three = (toldToSecond: readonly ScriptedAnswer[] = []): [FakeNode, FakeNode, FakeNode] => [
  fakeNode('ctl1', '10.0.0.11'),
  fakeNode('cmp1', '10.0.0.12', toldToSecond),
  fakeNode('cmp2', '10.0.0.13'),
]

export async function installed(): Promise<FakeNode[]> {
  const nodes = three()
  await play(nodes)
  return nodes.map((one) => one.again())
}
