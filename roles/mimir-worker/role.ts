import type { Cloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files.ts'
import { inPlace } from '../../src/manifest/mistake.ts'
import type { MimirSettings } from '../../src/manifest/settings.ts'
import { httpMaster, type Master, type MasterAccess } from '../../src/master/master.ts'
import type { Problem } from '../../src/model/problem.ts'
import type { Prechecked, Prepared, Role, RoleOrder } from '../../src/play/role.ts'
import { authorizationOf } from './authorization.ts'
import { authorizationHeader } from './authorization-header.ts'
import { controlTenant } from './control-tenant.ts'
import { datasourceOf } from './datasource.ts'
import { EXPORTER_NAMES } from './exporters.ts'
import type { Fleet } from './fleet.ts'
import { fleetExpectations } from './fleet-expectations.ts'
import type { Datasource } from './grafana-question.ts'
import { kollaAuthority } from './kolla-authority.ts'
import { listenMistakes } from './kolla-ports.ts'
import { playRole } from './play.ts'
import { playPrechecks } from './prechecks/play.ts'
import { requiredContainers } from './prechecks/required-containers.ts'
import { settingsOf } from './settings.ts'
import type { Authorization } from './vars.ts'
import { wishMistakes } from './wish-mistakes.ts'

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
  const { fleet, master, datasource } = outfit
  const asked = { master, ...(datasource === undefined ? {} : { datasource }) }
  return { problems, play: async (means) => playRole(fleet, { ...means, ...asked }) }
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

interface Outfit {
  readonly fleet: Fleet
  readonly master: Master
  readonly datasource: Datasource | undefined
}

interface Outfitted {
  readonly problems: readonly Problem[]
  /** There when no problem is an error. */
  readonly outfit?: Outfit
}

/** The fleet as it shall be and the way to ask the master, from all that was written down. */
async function outfitOf({ manifest, positionOf, cloud, nodes, phases }: RoleOrder): Promise<Outfitted> {
  const names = nodes.map(({ name }) => name)
  const { problems: found, ...expected } = fleetExpectations(names, cloud, manifest.worker)
  const authorization = await authorizationOf(manifest.mimir.auth)
  const grafana = await datasourceOf(manifest.grafana)
  const settings = settingsOf(manifest, cloud, authorization.value)
  const kollaCa = kollaAuthority(cloud, diskReader)
  const problems = [
    ...found,
    ...wishMistakes(manifest.worker, cloud),
    ...listenMistakes(settings.listen, expected.expectations),
    ...authorization.problems,
    ...grafana.problems,
  ].map((complaint) => inPlace(complaint, positionOf))
  if (problems.some(({ severity }) => severity === 'error')) return { problems }
  const fleet = {
    nodes,
    ...expected,
    settings: { ...settings, ...(kollaCa === undefined ? {} : { kollaCa }) },
    phases,
    written: { worker: manifest.worker, positionOf },
    deadlines: manifest.rollout.deadlines,
    otherTenant: controlTenant(manifest.mimir),
  }
  const master = httpMaster(accessTo(manifest.mimir, authorization.value))
  return { problems, outfit: { fleet, master, datasource: grafana.value } }
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
