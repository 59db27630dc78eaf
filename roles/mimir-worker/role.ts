import type { Cloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files/files.ts'
import { EXPORTER_NAMES } from '../../src/kolla/releases/exporters.ts'
import { inPlace, type ManifestProblem } from '../../src/manifest/problems/manifest-problem.ts'
import type { MimirSettings } from '../../src/manifest/settings.ts'
import { registryParts } from '../../src/manifest/values/image-reference.ts'
import { httpMimirLimits, type MimirLimits } from '../../src/mimir/limits.ts'
import { httpMimir, httpMimirHistory, type MimirAccess } from '../../src/mimir/mimir.ts'
import type { Problem } from '../../src/model/problem.ts'
import { CARE } from '../../src/play/campaign-settings.ts'
import type {
  ExportersFound,
  Prepared,
  Role,
  RoleOrder,
  RolloutOrder,
  Services,
  Task,
  Tasks,
} from '../../src/play/role.ts'
import { digestOfTag } from '../../src/registry/registry.ts'
import { defined } from '../../src/values/defined.ts'
import { engineProblems } from './exporters/engine-problems.ts'
import { fleetExpectations } from './exporters/fleet-expectations.ts'
import { overrideProblems } from './exporters/override-problems.ts'
import { listenProblems } from './exporters/reserved-ports.ts'
import type { Fleet, RegistryQuery, RolloutPolicy, Stores } from './fleet/fleet.ts'
import { controlTenant } from './mimir/control-tenant.ts'
import { datasourceOf } from './mimir/datasource.ts'
import { formerMimir } from './mimir/former-mimir.ts'
import type { Datasource } from './mimir/grafana-query.ts'
import { runPrechecks } from './prechecks/prechecks.ts'
import { requiredContainers } from './prechecks/required-containers.ts'
import { runRollout } from './rollout/rollout.ts'
import { runDestroy } from './verbs/destroy.ts'
import { runLogs } from './verbs/logs.ts'
import { runStatus } from './verbs/status.ts'
import { authorizationHeader, authorizationOf } from './worker/authorization.ts'
import { DEFAULTS } from './worker/defaults.ts'
import { kollaAuthority } from './worker/kolla-ca.ts'
import { settingsOf } from './worker/settings.ts'
import type { Authorization } from './worker/vars.ts'

/** How each task is prepared, and what then is its play. */
const PREPARATIONS: {
  readonly [T in Task]: (order: Tasks[T]['order']) => Promise<Prepared<Tasks[T]['outcome']>>
} = {
  rollout: async (order) =>
    prepared(await prepareInputs(order), ({ fleet, ...more }, services) =>
      runRollout(fleet, { ...services, ...more }),
    ),
  prechecks: async (order) =>
    prepared(await prepareInputs({ ...order, phases: ['observe'] }), ({ fleet, ...more }, services) => {
      const required = requiredContainers(fleet.expectations, order.cloud)
      return runPrechecks({ fleet, required }, { ...services, ...more })
    }),
  status: async (order) =>
    prepared(await prepareInputs({ ...order, phases: ['observe'] }), ({ fleet, ...more }, services) =>
      runStatus(fleet, { ...services, ...more }),
    ),
  destroy: async (order) =>
    prepared(await prepareInputs({ ...order, phases: ['hold', 'remove'] }), ({ fleet, ...more }, services) =>
      runDestroy(fleet, { ...services, ...more }),
    ),
  logs: async ({ nodes, selection, listener }) => ({
    problems: [],
    play: async (services) => {
      await runLogs(nodes, selection, listener, services)
      return undefined
    },
  }),
}

/** The worker Prometheus: a container on every node that scrapes Kolla's exporters and sends to Mimir. */
export const role: Role = {
  name: 'mimir-worker',
  directory: DEFAULTS.directory,
  exporters: EXPORTER_NAMES,
  prepare: async (task, order) => PREPARATIONS[task](order),
  exportersOf,
}

function prepared<T>(
  { problems, inputs }: InputsOrProblems,
  play: (inputs: PreparedInputs, services: Services) => Promise<T>,
): Prepared<T> {
  return inputs === undefined ? { problems } : { problems, play: async (services) => play(inputs, services) }
}

function exportersOf(cloud: Cloud): ExportersFound {
  const names = cloud.nodes.map(({ name }) => name)
  const { expectations, unclear } = fleetExpectations(names, cloud, { labels: {}, exporters: {} })
  const nodesWith = (exporter: string): string[] =>
    expectations
      .filter(({ exporters }) => exporters.some((expected) => expected.exporter.name === exporter))
      .map(({ node }) => node)
  const found = EXPORTER_NAMES.map((exporter) => [exporter, nodesWith(exporter)] as const)
  return { nodes: new Map(found.filter(([, nodes]) => nodes.length > 0)), unclear }
}

interface PreparedInputs extends Stores {
  readonly registry: RegistryQuery
  readonly fleet: Fleet
  readonly mimirAt: (pushUrl: string) => Stores | undefined
  readonly limits: MimirLimits
  readonly datasource?: Datasource
}

interface InputsOrProblems {
  readonly problems: readonly Problem[]
  /** There when no problem is an error. */
  readonly inputs?: PreparedInputs
}

/** Of a task that brings no worker to a node only the phases are of interest. */
type InputsOrder = RoleOrder & Pick<RolloutOrder, 'phases'> & Partial<RolloutOrder>

/** The fleet as it must become and the way to ask Mimir, from all that was written down. */
async function prepareInputs(order: InputsOrder): Promise<InputsOrProblems> {
  const { manifest, positionOf, cloud, nodes, phases } = order
  const names = nodes.map(({ name }) => name)
  const { problems: found, unclear: _, ...expected } = fleetExpectations(names, cloud, manifest.worker)
  const authorization = await authorizationOf(manifest.mimir.auth)
  const grafana = await datasourceOf(manifest.grafana)
  const written = settingsOf(manifest, cloud, authorization.value)
  const settings = { ...written, ...defined({ image: order.image }) }
  const kollaCa = kollaAuthority(cloud, diskReader)
  const problems = [
    ...found,
    ...engineProblems(names, cloud),
    ...overrideProblems(manifest.worker, cloud),
    ...listenProblems(settings.listen, expected.expectations),
    ...authorization.problems,
    ...grafana.problems,
    ...temporaryImage(order.image, written.image),
  ].map((problem) => inPlace(problem, positionOf))
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
    ...(order.verb === 'restart' ? defined({ startedSince: order.began }) : {}),
    deadlines: manifest.rollout.deadlines,
    otherTenant: controlTenant(manifest.mimir),
    ...defined({ pinned: order.pinned, earlierBatches: order.earlierBatches }),
    ...defined({ allowedDigests: manifest.worker.imageDigests }),
  }
  const asked = askedOf(manifest.mimir, authorization.value)
  return { problems, inputs: { fleet, ...asked, ...defined({ datasource: grafana.value }) } }
}

function askedOf(
  settings: MimirSettings,
  authorization: Authorization | undefined,
): Omit<PreparedInputs, 'fleet' | 'datasource'> {
  const access = accessTo(settings, authorization)
  return {
    ...storesAt(access),
    registry: async (reference, signal) => digestOfTag(registryParts(reference), { signal }),
    limits: httpMimirLimits(access, settings.pushPath),
    mimirAt: (pushUrl) => {
      const former = formerMimir(pushUrl, settings)
      return former && storesAt(former)
    },
  }
}

function storesAt(access: MimirAccess): Stores {
  return { mimir: httpMimir(access), history: httpMimirHistory(access) }
}

/** The next rollout has the manifest only. */
function temporaryImage(image: string | undefined, written: string): ManifestProblem[] {
  if (image === undefined || image === written) return []
  const message = `is ${written}, and --image is ${image}`
  const remedy =
    'write the new one into the manifest once the upgrade is done; else the next rollout brings the old one back'
  return [{ severity: 'warning', part: 'value', path: ['worker', 'image'], message, remedy }]
}

/** As careful as a rollout where nothing is changed: a plan shows its batches. */
function rolloutPolicy({ manifest, campaign }: InputsOrder): RolloutPolicy {
  const { rollout } = manifest
  const { batches, maxFailures, rollback } = campaign ?? { ...CARE.rollout, rollback: rollout.rollback }
  const { soak, order, exclusive, autoRevertAfter, maxGap, pulls, drain, serviceDown } = rollout
  return {
    sizes: batches,
    maxFailures,
    rollback,
    soak,
    order,
    exclusive,
    autoRevertAfter,
    pulls,
    drain,
    serviceDown,
    ...defined({ maxGap }),
  }
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
