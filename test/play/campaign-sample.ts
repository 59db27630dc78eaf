import * as fc from 'fast-check'
import type { BatchSizes } from '../../src/manifest/values/batch-sizes.ts'
import type { Share } from '../../src/manifest/values/number-or-percent.ts'
import { ROLLBACK_POLICIES } from '../../src/manifest/values/rollback-policy.ts'
import { VERDICTS } from '../../src/model/report.ts'
import { type BatchOrder, type Member, planBatches } from '../../src/play/batches.ts'
import type { CampaignOrder } from '../../src/play/campaign.ts'
import type { BatchOutcome, FailureKind, RollbackOutcome } from '../../src/play/node-outcome.ts'

export const EXCLUSIVE = ['mariadb', 'rabbitmq'] as const

const GRIEFS: readonly FailureKind[] = ['failed', 'unreachable', 'timed-out', 'unverified']
const BUSY = VERDICTS.filter((verdict) => verdict !== 'noop')

const share = (least: number): fc.Arbitrary<Share> =>
  fc.oneof(
    fc.record({ nodes: fc.integer({ min: least, max: 12 }) }),
    fc.record({ percent: fc.integer({ min: least, max: 100 }) }),
  )

const sizes: fc.Arbitrary<BatchSizes> = fc
  .tuple(share(1), fc.array(share(1), { maxLength: 4 }))
  .map(([first, others]) => [first, ...others])

export const members: fc.Arbitrary<Member[]> = fc
  .array(
    fc.record({
      groups: fc.subarray([...EXCLUSIVE, 'compute', 'control']),
      domain: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined, freq: 2 }),
      verdict: fc.constantFrom(...BUSY),
    }),
    { maxLength: 25 },
  )
  .map((nodes) =>
    nodes.map(({ groups, domain, verdict }, at) => ({
      name: `n${at}`,
      groups,
      verdict,
      rerouting: [],
      ...(domain === undefined ? {} : { domain }),
    })),
  )

export const batchOrder: fc.Arbitrary<BatchOrder> = fc.record({
  sizes,
  exclusive: fc.constant(EXCLUSIVE),
  order: fc.shuffledSubarray(['compute', 'control', 'mariadb']),
})

/** What will happen to a campaign, known before it begins. */
export interface World {
  readonly order: CampaignOrder
  readonly outcome: (node: string) => BatchOutcome
  readonly back: (node: string) => RollbackOutcome
  /** Whether the gate after a batch lets the next one begin. */
  readonly opens: (batch: number) => boolean
  /** Nodes that a gate finds unwell the first time it looks. */
  readonly unwell: ReadonlySet<string>
}

const grief = fc.constantFrom(...GRIEFS)
const mostlyWell: fc.Arbitrary<BatchOutcome> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('verified' as const) },
  { weight: 1, arbitrary: grief },
)
const back = fc.constantFrom<RollbackOutcome>('proven', 'unproven', 'failed', 'stays')

export const world: fc.Arbitrary<World> = fc
  .record({
    nodes: members,
    batches: batchOrder,
    idle: fc.nat(10),
    maxFailures: share(0),
    rollback: fc.constantFrom(...ROLLBACK_POLICIES),
    outcomes: fc.array(mostlyWell, { minLength: 25, maxLength: 25 }),
    backs: fc.array(back, { minLength: 25, maxLength: 25 }),
    lost: fc.array(fc.tuple(fc.nat(60), grief), { maxLength: 3 }),
    unwell: fc.array(fc.nat(60), { maxLength: 2 }),
    shut: fc.array(fc.nat(20), { maxLength: 1 }),
  })
  .map(({ nodes, batches, idle, maxFailures, rollback, outcomes, backs, lost, unwell, shut }) => {
    const at = (node: string): number => Number(node.slice(1))
    return {
      order: {
        batches: planBatches(nodes, batches),
        fleet: nodes.length + idle,
        maxFailures,
        rollback,
        canary: false,
        firstInstalls: new Set(
          nodes.filter(({ verdict }) => verdict === 'first-install').map(({ name }) => name),
        ),
        lost: new Map(lost.map(([number, how]) => [`n${number}`, how])),
        finished: new Map(),
      },
      outcome: (node) => outcomes[at(node)] ?? 'verified',
      back: (node) => backs[at(node)] ?? 'proven',
      opens: (batch) => !shut.includes(batch),
      unwell: new Set(unwell.map((number) => `n${number}`)),
    }
  })
