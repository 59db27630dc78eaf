import type { Cloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files/files.ts'
import { inPlace, type Mistake } from '../../src/manifest/problems/mistake.ts'
import type { MimirSettings } from '../../src/manifest/settings.ts'
import {
  httpHistory,
  httpMaster,
  type Master,
  type MasterAccess,
  type MasterHistory,
} from '../../src/mimir/mimir.ts'
import type { Problem } from '../../src/model/problem.ts'
import type { Course } from '../../src/model/report.ts'
import { CARE } from '../../src/play/campaign-settings.ts'
import type {
  Destroyed,
  LogListener,
  LogWishes,
  Prechecked,
  Prepared,
  Role,
  RoleOrder,
  Statuses,
} from '../../src/play/role.ts'
import { EXPORTER_NAMES } from './exporters/catalog.ts'
import { fleetExpectations } from './exporters/fleet-expectations.ts'
import { wishMistakes } from './exporters/override-problems.ts'
import { listenMistakes } from './exporters/reserved-ports.ts'
import type { CourseWishes, Fleet } from './fleet/fleet.ts'
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

async function prepare(order: RoleOrder): Promise<Prepared<Course | undefined>> {
  const { problems, outfit } = await outfitOf(order)
  if (outfit === undefined) return { problems }
  const { fleet, master, history, datasource } = outfit
  const asked = { master, history, ...(datasource === undefined ? {} : { datasource }) }
  return { problems, play: async (means) => playRole(fleet, { ...means, ...asked }) }
}

async function preparePrechecks(order: RoleOrder): Promise<Prepared<Prechecked>> {
  const { problems, outfit } = await outfitOf(order)
  if (outfit === undefined) return { problems }
  const { fleet, master, history } = outfit
  const required = requiredContainers(fleet.expectations, order.cloud)
  return {
    problems,
    play: async (means) => playPrechecks({ fleet, required }, { ...means, master, history }),
  }
}

async function prepareStatus(order: RoleOrder): Promise<Prepared<Statuses>> {
  const { problems, outfit } = await outfitOf(order)
  if (outfit === undefined) return { problems }
  const { fleet, master, history } = outfit
  return { problems, play: async (means) => playStatus(fleet, { ...means, master, history }) }
}

async function prepareDestroy(order: RoleOrder): Promise<Prepared<Destroyed>> {
  const { problems, outfit } = await outfitOf(order)
  if (outfit === undefined) return { problems }
  const { fleet, master, history } = outfit
  return { problems, play: async (means) => playDestroy(fleet, { ...means, master, history }) }
}

async function prepareLogs(
  { nodes }: RoleOrder,
  wishes: LogWishes,
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

interface Outfit {
  readonly fleet: Fleet
  readonly master: Master
  readonly history: MasterHistory
  readonly datasource: Datasource | undefined
}

interface Outfitted {
  readonly problems: readonly Problem[]
  /** There when no problem is an error. */
  readonly outfit?: Outfit
}

/** The fleet as it shall be and the way to ask the master, from all that was written down. */
async function outfitOf(order: RoleOrder): Promise<Outfitted> {
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
    ...wishMistakes(manifest.worker, cloud),
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
    course: courseWishes(order),
    ...(order.verb === 'rollback' ? { returns: { to: order.to } } : {}),
    renews: order.verb === 'upgrade',
    restarts: order.verb !== 'reload',
    deadlines: manifest.rollout.deadlines,
    otherTenant: controlTenant(manifest.mimir),
    ...(order.pinned === undefined ? {} : { pinned: order.pinned }),
    ...(order.earlier === undefined ? {} : { earlier: order.earlier }),
  }
  const access = accessTo(manifest.mimir, authorization.value)
  const [master, history] = [httpMaster(access), httpHistory(access)]
  return { problems, outfit: { fleet, master, history, datasource: grafana.value } }
}

/** Whoever runs a rollout next has the manifest only. */
function passingImage(image: string | undefined, written: string): Mistake[] {
  if (image === undefined || image === written) return []
  const message = `is ${written}, and --image is ${image}`
  const remedy =
    'write the new one into the manifest once the upgrade is done; else the next rollout brings the old one back'
  return [{ severity: 'warning', part: 'value', path: ['worker', 'image'], message, remedy }]
}

/** As careful as a rollout where nothing is changed: a plan shows its batches. */
function courseWishes({ manifest, campaign }: RoleOrder): CourseWishes {
  const { rollout } = manifest
  const { batches, budget, rollback } = campaign ?? { ...CARE.rollout, rollback: rollout.rollback }
  const { soak, order, exclusive, confirm, maxGap, pulls, drain } = rollout
  const wishes = { sizes: batches, budget, rollback, soak, order, exclusive, confirm, pulls, drain }
  return maxGap === undefined ? wishes : { ...wishes, maxGap }
}

function accessTo(
  { url, queryPath, tls }: MimirSettings,
  authorization: Authorization | undefined,
): MasterAccess {
  return {
    url,
    queryPath,
    ...(authorization === undefined ? {} : { authorization: authorizationHeader(authorization) }),
    ...(tls === undefined ? {} : { ca: tls.ca.pem }),
  }
}
