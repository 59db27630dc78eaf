import type { Cloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files.ts'
import type { Manifest, MimirSettings } from '../../src/manifest/settings.ts'
import { httpMaster, type Master, type MasterAccess } from '../../src/master/master.ts'
import type { Problem } from '../../src/model/problem.ts'
import type { Prechecked, Prepared, Role, RoleOrder } from '../../src/play/role.ts'
import { authorizationHeader } from './authorization-header.ts'
import { controlTenant } from './control-tenant.ts'
import { DEFAULTS } from './defaults.ts'
import { EXPORTER_NAMES } from './exporters.ts'
import type { Fleet } from './fleet.ts'
import { fleetExpectations } from './fleet-expectations.ts'
import { kollaAuthority } from './kolla-authority.ts'
import { playRole } from './play.ts'
import { playPrechecks } from './prechecks/play.ts'
import { requiredContainers } from './prechecks/required-containers.ts'
import type { Authorization, WorkerSettings } from './vars.ts'

/** The worker Prometheus: a container on every node that scrapes Kolla's exporters and sends to Mimir. */
export const role: Role = {
  name: 'mimir-worker',
  exporters: EXPORTER_NAMES,
  prepare,
  preparePrechecks,
  exportersOf,
}

async function prepare(order: RoleOrder): Promise<Prepared> {
  const { problems, outfit } = await outfitOf(order)
  if (outfit === undefined) return { problems }
  const { fleet, master } = outfit
  return { problems, play: async (means) => playRole(fleet, { ...means, master }) }
}

async function preparePrechecks(order: RoleOrder): Promise<Prepared<Prechecked>> {
  const { problems, outfit } = await outfitOf(order)
  if (outfit === undefined) return { problems }
  const { fleet, master } = outfit
  const required = requiredContainers(fleet.expectations, order.cloud)
  return { problems, play: async (means) => playPrechecks({ fleet, required }, { ...means, master }) }
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

interface Outfitted {
  readonly problems: readonly Problem[]
  /** There when no problem is an error. */
  readonly outfit?: { readonly fleet: Fleet; readonly master: Master }
}

/** The fleet as it shall be and the way to ask the master, from all that was written down. */
async function outfitOf({ manifest, cloud, nodes, phases }: RoleOrder): Promise<Outfitted> {
  const names = nodes.map(({ name }) => name)
  const { problems: found, ...expected } = fleetExpectations(names, cloud, manifest.worker)
  const problems = [...found]
  const authorization = await authorizationOf(manifest.mimir.auth, problems)
  if (problems.some(({ severity }) => severity === 'error')) return { problems }
  const kollaCa = kollaAuthority(cloud, diskReader)
  const settings = {
    ...settingsOf(manifest, authorization),
    ...(kollaCa === undefined ? {} : { kollaCa }),
  }
  const fleet = {
    nodes,
    ...expected,
    settings,
    phases,
    deadlines: manifest.rollout.deadlines,
    otherTenant: controlTenant(manifest.mimir),
  }
  const master = httpMaster(accessTo(manifest.mimir, authorization))
  return { problems, outfit: { fleet, master } }
}

/** What the manifest leaves open has its default here. */
function settingsOf({ mimir, worker }: Manifest, authorization: Authorization | undefined): WorkerSettings {
  return {
    directory: worker.directory ?? DEFAULTS.directory,
    image: worker.image ?? DEFAULTS.image,
    listen: worker.listen ?? listenOf(DEFAULTS.listen),
    retention: worker.retention ?? DEFAULTS.retention,
    jobNames: 'guide',
    ...(worker.scrapeInterval === undefined ? {} : { scrapeInterval: worker.scrapeInterval }),
    labels: { cluster: DEFAULTS.cluster, environment: DEFAULTS.environment, ...worker.labels },
    pushUrl: `${mimir.url}${mimir.pushPath}`,
    tenant: mimir.tenant,
    ...(authorization === undefined ? {} : { authorization }),
    ...(mimir.tls === undefined ? {} : { ca: mimir.tls.ca.pem }),
  }
}

function listenOf(text: string): WorkerSettings['listen'] {
  const at = text.lastIndexOf(':')
  return { host: text.slice(0, at), port: Number(text.slice(at + 1)) }
}

async function authorizationOf(
  auth: MimirSettings['auth'],
  problems: Problem[],
): Promise<Authorization | undefined> {
  if (auth === undefined) return undefined
  const secret = await (auth.type === 'basic' ? auth.password : auth.token).resolve()
  if (!secret.ok) {
    problems.push(secret.failure)
    return undefined
  }
  if (auth.type === 'bearer') return { type: 'bearer', token: secret.value }
  return { type: 'basic', username: auth.username, password: secret.value }
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
