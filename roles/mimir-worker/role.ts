import type { Cloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files/files.ts'
import { inPlace, type ManifestProblem } from '../../src/manifest/problems/manifest-problem.ts'
import type { MimirSettings } from '../../src/manifest/settings.ts'
import {
  httpMimir,
  httpMimirHistory,
  type Mimir,
  type MimirAccess,
  type MimirHistory,
} from '../../src/mimir/mimir.ts'
import type { Problem } from '../../src/model/problem.ts'
import type { Rollout } from '../../src/model/report.ts'
import { CARE } from '../../src/play/campaign-settings.ts'
import type {
  Destroyed,
  LogListener,
  LogSelection,
  Prechecked,
  Prepared,
  Role,
  RoleOrder,
  Statuses,
} from '../../src/play/role.ts'
import { EXPORTER_NAMES } from './exporters/catalog.ts'
import { fleetExpectations } from './exporters/fleet-expectations.ts'
import { overrideProblems } from './exporters/override-problems.ts'
import { listenMistakes } from './exporters/reserved-ports.ts'
import type { Fleet, RolloutPolicy } from './fleet/fleet.ts'
import { controlTenant } from './mimir/control-tenant.ts'
import { datasourceOf } from './mimir/datasource.ts'
import type { Datasource } from './mimir/grafana-query.ts'
import { playPrechecks } from './prechecks/prechecks.ts'
import { requiredContainers } from './prechecks/required-containers.ts'
import { playRole } from './rollout/rollout.ts'
import { playDestroy } from './verbs/destroy.ts'
import { playLogs } from './verbs/logs.ts'
import { playStatus } from './verbs/status.ts'
import { authorizationHeader, authorizationOf } from './worker/authorization.ts'
import { DEFAULTS } from './worker/defaults.ts'
import { kollaAuthority } from './worker/kolla-ca.ts'
import { settingsOf } from './worker/settings.ts'
import type { Authorization } from './worker/vars.ts'

/** The worker Prometheus: a container on every node that scrapes Kolla's exporters and sends to Mimir. */
export const role: Role = {
  name: 'mimir-worker',
  directory: DEFAULTS.directory,
  exporters: EXPORTER_NAMES,
  prepare,
  preparePrechecks,
  prepareStatus,
  prepareDestroy,
  prepareLogs,
  exportersOf,
}

async function prepare(order: RoleOrder): Promise<Prepared<Rollout | undefined>> {
  const { problems, inputs } = await prepareInputs(order)
  if (inputs === undefined) return { problems }
  const { fleet, mimir, history, datasource } = inputs
  const asked = { mimir, history, ...(datasource === undefined ? {} : { datasource }) }
  return { problems, play: async (means) => playRole(fleet, { ...means, ...asked }) }
}

async function preparePrechecks(order: RoleOrder): Promise<Prepared<Prechecked>> {
  const { problems, inputs } = await prepareInputs(order)
  if (inputs === undefined) return { problems }
  const { fleet, mimir, history } = inputs
  const required = requiredContainers(fleet.expectations, order.cloud)
  return {
    problems,
    play: async (means) => playPrechecks({ fleet, required }, { ...means, mimir, history }),
  }
}

async function prepareStatus(order: RoleOrder): Promise<Prepared<Statuses>> {
  const { problems, inputs } = await prepareInputs(order)
  if (inputs === undefined) return { problems }
  const { fleet, mimir, history } = inputs
  return { problems, play: async (means) => playStatus(fleet, { ...means, mimir, history }) }
}

async function prepareDestroy(order: RoleOrder): Promise<Prepared<Destroyed>> {
  const { problems, inputs } = await prepareInputs(order)
  if (inputs === undefined) return { problems }
  const { fleet, mimir, history } = inputs
  return { problems, play: async (means) => playDestroy(fleet, { ...means, mimir, history }) }
}

async function prepareLogs(
  { nodes }: RoleOrder,
  wishes: LogSelection,
  listener: LogListener,
): Promise<Prepared> {
  return Promise.resolve({
    problems: [],
    play: async (means) => playLogs(nodes, wishes, listener, means),
  })
}

function exportersOf(cloud: Cloud): ReadonlyMap<string, readonly string[]> {
  const names = cloud.nodes.map(({ name }) => name)
  const { expectations } = fleetExpectations(names, cloud, { labels: {}, exporters: {} })
  const nodesWith = (exporter: string): string[] =>
    expectations
      .filter(({ exporters }) => exporters.some((one) => one.exporter.name === exporter))
      .map(({ node }) => node)
  const found = EXPORTER_NAMES.map((exporter) => [exporter, nodesWith(exporter)] as const)
  return new Map(found.filter(([, nodes]) => nodes.length > 0))
}

interface PreparedInputs {
  readonly fleet: Fleet
  readonly mimir: Mimir
  readonly history: MimirHistory
  readonly datasource: Datasource | undefined
}

interface InputsOrProblems {
  readonly problems: readonly Problem[]
  /** There when no problem is an error. */
  readonly inputs?: PreparedInputs
}

/** The fleet as it shall be and the way to ask Mimir, from all that was written down. */
async function prepareInputs(order: RoleOrder): Promise<InputsOrProblems> {
  const { manifest, positionOf, cloud, nodes, phases } = order
  const names = nodes.map(({ name }) => name)
  const { problems: found, ...expected } = fleetExpectations(names, cloud, manifest.worker)
  const authorization = await authorizationOf(manifest.mimir.auth)
  const grafana = await datasourceOf(manifest.grafana)
  const wished = settingsOf(manifest, cloud, authorization.value)
  const settings = order.image === undefined ? wished : { ...wished, image: order.image }
  const kollaCa = kollaAuthority(cloud, diskReader)
  const problems = [
    ...found,
    ...overrideProblems(manifest.worker, cloud),
    ...listenMistakes(settings.listen, expected.expectations),
    ...authorization.problems,
    ...grafana.problems,
    ...passingImage(order.image, wished.image),
  ].map((complaint) => inPlace(complaint, positionOf))
  if (problems.some(({ severity }) => severity === 'error')) return { problems }
  const fleet = {
    nodes,
    ...expected,
    settings: { ...settings, ...(kollaCa === undefined ? {} : { kollaCa }) },
    phases,
    written: { worker: manifest.worker, positionOf },
    policy: rolloutPolicy(order),
    ...(order.verb === 'rollback' ? { rollbackTo: { to: order.to } } : {}),
    renews: order.verb === 'upgrade',
    restarts: order.verb !== 'reload',
    deadlines: manifest.rollout.deadlines,
    otherTenant: controlTenant(manifest.mimir),
    ...(order.pinned === undefined ? {} : { pinned: order.pinned }),
    ...(order.earlierBatches === undefined ? {} : { earlier: order.earlierBatches }),
  }
  const access = accessTo(manifest.mimir, authorization.value)
  const [mimir, history] = [httpMimir(access), httpMimirHistory(access)]
  return { problems, inputs: { fleet, mimir, history, datasource: grafana.value } }
}

/** Whoever runs a rollout next has the manifest only. */
function passingImage(image: string | undefined, written: string): ManifestProblem[] {
  if (image === undefined || image === written) return []
  const message = `is ${written}, and --image is ${image}`
  const remedy =
    'write the new one into the manifest once the upgrade is done; else the next rollout brings the old one back'
  return [{ severity: 'warning', part: 'value', path: ['worker', 'image'], message, remedy }]
}

/** As careful as a rollout where nothing is changed: a plan shows its batches. */
function rolloutPolicy({ manifest, campaign }: RoleOrder): RolloutPolicy {
  const { rollout } = manifest
  const { batches, maxFailures, rollback } = campaign ?? { ...CARE.rollout, rollback: rollout.rollback }
  const { soak, order, exclusive, autoRevertAfter, maxGap, pulls, drain } = rollout
  const wishes = {
    sizes: batches,
    maxFailures,
    rollback,
    soak,
    order,
    exclusive,
    autoRevertAfter,
    pulls,
    drain,
  }
  return maxGap === undefined ? wishes : { ...wishes, maxGap }
}

function accessTo(
  { url, queryPath, tls }: MimirSettings,
  authorization: Authorization | undefined,
): MimirAccess {
  return {
    url,
    queryPath,
    ...(authorization === undefined ? {} : { authorization: authorizationHeader(authorization) }),
    ...(tls === undefined ? {} : { ca: tls.ca.pem }),
  }
}
