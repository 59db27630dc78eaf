import type { Node } from '../../../src/model/node.ts'
import type {
  LeaseStatus,
  NodeStatus,
  StatusState,
  UnconfirmedStatus,
} from '../../../src/model/node-status.ts'
import type { Result } from '../../../src/model/result.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { driftOf } from '../drift/drift.ts'
import type { Facts } from '../node/facts.ts'
import { isLive } from '../node/lease.ts'
import type { NodeRecords } from '../node/records.ts'
import type { NodePlan } from '../plan/plan.ts'
import { returnTarget } from '../plan/rollback-target.ts'
import { missingImage } from '../plan/way-back.ts'

/** Pure: the state of a node, by one observation and by what a rollout of the manifest would change. */
export function statusOf(
  { name, groups }: Node,
  facts: Facts,
  plan: Result<NodePlan>,
  project: string,
): NodeStatus {
  const { records, files, container, now } = facts
  const rendered = plan.ok ? plan.value.generation : undefined
  const drift = driftOf(facts, rendered, project)
  const lease = leaseStatus(records, now)
  const unconfirmed = unconfirmedStatus(records)
  const last = records?.history.at(-1)
  const status = {
    node: name,
    groups,
    now,
    ...(plan.ok ? {} : { failure: plan.failure }),
    ...(files.current === undefined ? {} : { generation: files.current, since: files.swappedAt }),
    ...imageOf(facts, rendered?.name === files.current && plan.ok ? plan.value.vars.image : undefined),
    ...(container === undefined ? {} : { container: containerStatus(container) }),
    ...(last === undefined ? {} : { last }),
    drift,
    ...(unconfirmed === undefined ? {} : { unconfirmed }),
    ...(lease === undefined ? {} : { lease }),
    ...pendingOf(facts, plan),
    ...wayBackOf(facts),
    releases: records?.releases.map(({ generation }) => generation) ?? [],
    journal: records?.journal ?? [],
  }
  return { ...status, state: stateOf(status) }
}

function stateOf(status: Omit<NodeStatus, 'state'>): StatusState {
  if (status.failure !== undefined) return 'deviating'
  if (status.unconfirmed !== undefined || status.lease?.live === true) return 'busy'
  if (status.drift.length > 0) return 'deviating'
  if (status.generation === undefined) return 'absent'
  return status.pending === undefined ? 'well' : 'behind'
}

/** As the generation says; one that an older version made is known where the manifest makes the same. */
function imageOf({ records }: Facts, rendered: string | undefined): Pick<NodeStatus, 'image'> {
  const image = records?.generation?.image ?? rendered
  return image === undefined ? {} : { image: safeLine(image) }
}

function containerStatus({ status, startedAt, restarts }: NonNullable<Facts['container']>) {
  return { status: safeLine(status), startedAt, restarts }
}

function pendingOf({ files }: Facts, plan: Result<NodePlan>): Pick<NodeStatus, 'pending'> {
  if (!plan.ok || files.current === undefined || plan.value.generation.name === files.current) return {}
  const { generation, decision } = plan.value
  return { pending: { generation: generation.name, ...decision } }
}

function wayBackOf(facts: Facts): Pick<NodeStatus, 'wayBack'> {
  const generation = returnTarget(facts)
  const image = missingImage(facts, generation)
  return generation === undefined || image === undefined
    ? {}
    : { wayBack: { generation, image: safeLine(image) } }
}

function unconfirmedStatus(records: NodeRecords | undefined): UnconfirmedStatus | undefined {
  if (records?.unconfirmed === undefined) return undefined
  const { run, generation, previous, deadline, reverting, timerGone } = records.unconfirmed
  return { run, generation, previous, deadline, reverting, timerGone }
}

function leaseStatus(records: NodeRecords | undefined, now: number): LeaseStatus | undefined {
  if (records?.lease === undefined) return undefined
  const { run, token, holder, reason, since, expires } = records.lease
  return { run, token, holder, reason, since, expires, live: isLive(records.lease, now) }
}
