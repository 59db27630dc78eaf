import { diskReader } from '../../src/kolla/files.ts'
import type { Manifest, MimirSettings } from '../../src/manifest/settings.ts'
import { httpMaster, type MasterAccess } from '../../src/master/master.ts'
import type { Problem } from '../../src/model/problem.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Prepared, Role, RoleOrder } from '../../src/play/role.ts'
import { controlTenant } from './control-tenant.ts'
import { DEFAULTS } from './defaults.ts'
import { EXPORTER_NAMES } from './exporters.ts'
import { fleetExpectations } from './fleet-expectations.ts'
import { kollaAuthority } from './kolla-authority.ts'
import { playRole } from './play.ts'
import type { Authorization, WorkerSettings } from './vars.ts'

/** The worker Prometheus: a container on every node that scrapes Kolla's exporters and sends to Mimir. */
export const role: Role = { name: 'mimir-worker', exporters: EXPORTER_NAMES, prepare }

async function prepare({ manifest, cloud, nodes, phases }: RoleOrder): Promise<Prepared> {
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
  return { problems, play: async (means) => playRole(fleet, { ...means, master }) }
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
    ...(authorization === undefined ? {} : { authorization: headerFor(authorization) }),
    ...(tls === undefined ? {} : { ca: tls.ca.pem }),
  }
}

function headerFor(authorization: Authorization): Secret {
  if (authorization.type === 'bearer') return new Secret(`Bearer ${authorization.token.reveal()}`)
  const pair = `${authorization.username}:${authorization.password.reveal()}`
  return new Secret(`Basic ${Buffer.from(pair).toString('base64')}`)
}
