import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../../../roles/mimir-worker/exporters/jobs.ts'
import type { Facts, Listener } from '../../../../roles/mimir-worker/node/facts.ts'
import { planFleet } from '../../../../roles/mimir-worker/plan/plan.ts'
import type { WorkerSettings } from '../../../../roles/mimir-worker/worker/vars.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import type { Node } from '../../../../src/model/node.ts'
import { container, facts, SETTINGS } from '../sample.ts'

const node = (name: string): Node => ({ name, groups: [], reach: { transport: 'local', become: false } })

const expectation = (name: string, changes: Partial<Expectation> = {}): Expectation => ({
  node: name,
  apiInterface: 'bond0',
  address: undefined,
  family: 'ipv4',
  exporters: EXPORTERS.filter(({ name: one }) => one === 'openstack_exporter').map((exporter) => ({
    exporter,
    port: 9198,
    scheme: 'http',
    interval: '60s',
  })),
  ...changes,
})

const CTL1 = node('ctl1')
const candidates = new Map([['openstack_exporter', ['ctl1', 'ctl2', 'ctl3']]])

function planned(seen: Partial<Facts>, settings: WorkerSettings = SETTINGS) {
  const plans = planFleet(
    { settings, expectations: [expectation('ctl1')], candidates },
    new Map([[CTL1, facts(seen)]]),
  )
  const plan = plans.get(CTL1)
  if (plan === undefined) throw new Error('ctl1 has no plan')
  return plan
}

const refusal = (seen: Partial<Facts>, settings?: WorkerSettings) => {
  const plan = planned(seen, settings)
  return plan.ok ? undefined : plan.failure
}

describe('the plan of a node', () => {
  it('is its vars, its generation and the verdict on what was seen', () => {
    const plan = planned({ container: undefined, files: { ...facts().files, current: undefined } })
    expect(plan).toMatchObject({
      ok: true,
      value: {
        vars: { node: 'ctl1', tenant: 'openstack' },
        project: 'mimir-worker',
        decision: { verdict: 'first-install' },
      },
    })
  })

  it.each([
    ['there is no engine', { engine: { state: 'missing' } }, { reason: 'engine-missing', engine: 'docker' }],
    [
      'the engine is down',
      { engine: { state: 'down', evidence: 'Cannot connect\u001B[2J' } },
      { reason: 'engine-down', engine: 'docker', evidence: 'Cannot connect' },
    ],
    ['no address was found', { addresses: [] }, { reason: 'no-api-address', interface: 'bond0', found: [] }],
  ] as const)('is a failure where %s', (_case, seen, failure) => {
    expect(refusal(seen)).toEqual(failure)
  })
})

describe('a worker on the API address', () => {
  const settings: WorkerSettings = { ...SETTINGS, listen: { on: 'api_interface', port: 19_091 } }
  const of = (address: string, family: Expectation['family']) => {
    const expectations = [expectation('ctl1', { family })]
    const plan = planFleet(
      { settings, expectations, candidates },
      new Map([[CTL1, facts({ addresses: [address] })]]),
    )
    return plan.get(CTL1)
  }

  it.each([
    ['10.0.0.11', 'ipv4', '10.0.0.11:19091'],
    ['2001:db8::11', 'ipv6', '[2001:db8::11]:19091'],
  ] as const)(
    'of the node, %s, has it in its flag, its health check and the target of itself',
    (address, family, at) => {
      const plan = of(address, family)
      if (plan?.ok !== true) throw new Error('there is no plan')
      const { vars, generation } = plan.value
      expect(vars.listen).toEqual({ host: address, port: 19_091 })
      expect(vars.jobs[0]).toMatchObject({ target: at, url: `http://${at}/metrics` })
      const compose = generation.files.find(({ path }) => path === 'docker-compose.yml')?.text
      expect(compose).toContain(`"--web.listen-address=${at}"`)
      expect(compose).toContain(`"--url=http://${at}"`)
    },
  )

  it('makes a container of its own for every address', () => {
    const [one, other] = ['10.0.0.11', '10.0.0.12'].map((address) => of(address, 'ipv4'))
    expect(one?.ok && other?.ok && one.value.generation.container !== other.value.generation.container).toBe(
      true,
    )
  })

  it('meets whoever has the port there', () => {
    const listeners: Listener[] = [{ host: '10.0.0.12', port: 19_091, by: 'nginx' }]
    expect(refusal({ container: undefined, listeners }, settings)).toEqual({
      reason: 'port-taken',
      listen: '10.0.0.12:19091',
      by: 'nginx',
    })
  })

  it('cannot be where there is none', () => {
    expect(refusal({ addresses: [] }, settings)?.reason).toBe('no-api-address')
  })
})

describe('a port that is taken', () => {
  const listening = (host: string, by = ''): Partial<Facts> => ({
    container: undefined,
    listeners: [{ host, port: 9091, by }],
  })
  const on = (host: string): WorkerSettings => ({ ...SETTINGS, listen: { host, port: 9091 } })

  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['10.0.0.12', '127.0.0.1', false],
    ['*', '127.0.0.1', true],
    ['0.0.0.0', '127.0.0.1', true],
    ['::', '127.0.0.1', false],
    ['[::]', '127.0.0.1', false],
    ['[::]', '::1', true],
    ['10.0.0.12', '*', true],
    ['10.0.0.12', '[::]', true],
    ['127.0.0.1', '0.0.0.0', true],
    ['::1', '0.0.0.0', false],
    ['0.0.0.0', '::1', false],
    ['::', '::1', true],
    ['*', '::1', true],
    ['::1', '::1', true],
    ['10.0.0.12', '::', true],
    ['::1', '::', true],
    ['::', '0.0.0.0', false],
  ])('by a listener on %s keeps a worker off %s: %s', (found, wanted, taken) => {
    expect(refusal(listening(found), on(wanted))?.reason).toBe(taken ? 'port-taken' : undefined)
  })

  it('is told with who holds it, or with what is known', () => {
    expect(refusal(listening('*', 'users:(("prometheus",pid=7,fd=7))\u0007'))).toEqual({
      reason: 'port-taken',
      listen: '127.0.0.1:9091',
      by: 'users:(("prometheus",pid=7,fd=7))\\u{7}',
    })
    expect(refusal(listening('*'))).toMatchObject({ by: '' })
  })

  it('is told with the container of who holds it, such as another Prometheus', () => {
    const listener = { host: '127.0.0.1', port: 9091, by: 'users:(("prometheus",pid=7,fd=7))' }
    const listeners: Listener[] = [{ ...listener, container: 'prometheus_server' }]
    expect(refusal({ container: container({ status: 'exited' }), listeners })).toMatchObject({
      by: 'prometheus_server, users:(("prometheus",pid=7,fd=7))',
    })
  })

  it('does not count where another port is taken', () => {
    const listeners: Listener[] = [{ host: '*', port: 9090, by: '' }]
    expect(refusal({ container: undefined, listeners })).toBeUndefined()
  })

  it.each([
    ['running', undefined],
    ['restarting', undefined],
    ['exited', 'port-taken'],
    ['created', 'port-taken'],
  ])('where a worker is %s is %s: a worker that runs holds its own port', (status, reason) => {
    expect(refusal({ ...listening('127.0.0.1'), container: container({ status }) })?.reason).toBe(reason)
  })
})

describe('the plan of a fleet', () => {
  it('gives what tells of the whole cloud to one node of those that were reached', () => {
    const expectations = ['ctl1', 'ctl2', 'ctl3'].map((name) => expectation(name))
    const reached = new Map([node('ctl3'), node('ctl2')].map((one) => [one, facts()]))
    const jobs = [...planFleet({ settings: SETTINGS, expectations, candidates }, reached)].map(
      ([{ name }, plan]) => [name, plan.ok && plan.value.vars.jobs.map((job) => job.name)],
    )
    expect(jobs).toEqual([
      ['ctl3', ['prometheus-worker']],
      ['ctl2', ['prometheus-worker', 'openstack-exporter']],
    ])
  })

  it('lets no node emit the series of another', () => {
    const expectations = ['ctl1', 'ctl2', 'ctl3'].map((name) => expectation(name))
    const reached = new Map(['ctl1', 'ctl2', 'ctl3'].map((name) => [node(name), facts()]))
    const texts = [...planFleet({ settings: SETTINGS, expectations, candidates }, reached).values()].map(
      (plan) => (plan.ok ? plan.value.generation.name : ''),
    )
    expect(new Set(texts).size).toBe(3)
  })

  it('costs one node where one cannot be helped', () => {
    const broken = node('ctl2')
    const plans = planFleet(
      { settings: SETTINGS, expectations: [expectation('ctl1'), expectation('ctl2')], candidates },
      new Map([
        [CTL1, facts()],
        [broken, facts({ engine: { state: 'missing' } })],
      ]),
    )
    expect([plans.get(CTL1)?.ok, plans.get(broken)?.ok]).toEqual([true, false])
  })
})

describe('the plan of names that are one machine', () => {
  const [CTL2, CTL3] = [node('ctl2'), node('ctl3')]
  const plans = (machines: readonly (string | undefined)[]) => {
    const nodes = [CTL1, CTL2, CTL3]
    const observed = nodes.map((one, at) => {
      const machine = machines[at]
      return [one, facts(machine === undefined ? {} : { machine })] as const
    })
    const expectations = nodes.map(({ name }) => expectation(name))
    const found = planFleet({ settings: SETTINGS, expectations, candidates }, new Map(observed))
    return nodes.map((one) => {
      const plan = found.get(one)
      return plan?.ok === false ? plan.failure : 'planned'
    })
  }

  it('is none for any of them, and that of others stays', () => {
    expect(plans(['boot1 7:2', 'boot1 7:2', 'boot1 8:2'])).toEqual([
      { reason: 'same-machine', others: ['ctl2'] },
      { reason: 'same-machine', others: ['ctl1'] },
      'planned',
    ])
  })

  it('is as usual where another boot, or another directory of it, was seen, or none', () => {
    expect(plans(['boot1 7:2', 'boot2 7:2', undefined])).toEqual(['planned', 'planned', 'planned'])
    expect(plans([undefined, undefined, undefined])).toEqual(['planned', 'planned', 'planned'])
  })
})
