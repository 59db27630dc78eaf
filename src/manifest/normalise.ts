import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import type { YamlPath } from '../yaml/tree.ts'
import type { ManifestContext } from './problems/context.ts'
import type { ProblemText } from './problems/mistake.ts'
import { rolloutSettings } from './rollout-settings.ts'
import { MANIFEST_DEFAULTS } from './schema/defaults.ts'
import type {
  WrittenGrafana,
  WrittenKolla,
  WrittenManifest,
  WrittenMimir,
  WrittenSsh,
} from './schema/written.ts'
import type {
  GrafanaSettings,
  KollaSettings,
  Manifest,
  MimirAuth,
  MimirSettings,
  SshSettings,
} from './settings.ts'
import { localPath } from './values/local-path.ts'
import { type SecretReference, secretReference } from './values/secret-reference.ts'
import { workerWishes } from './worker-overrides.ts'

/** What a manifest is read with: where it stands, its surroundings, and how to complain about a place of it. */
export interface NormaliseOptions {
  readonly file: string
  readonly context: ManifestContext
  readonly problemAt: (path: YamlPath, complaint: ProblemText) => Problem
}

/** A manifest that neither the schema nor a rule has anything against, with its defaults and nothing left to interpret. */
export function normalise(written: WrittenManifest, reading: NormaliseOptions): Manifest {
  return {
    file: reading.file,
    mimir: mimirSettings(written.mimir, reading),
    ...defined({ grafana: written.grafana && grafanaSettings(written.grafana, reading) }),
    kolla: kollaSettings(written.kolla ?? {}, reading.context),
    ...defined({ nodes: written.nodes }),
    ssh: sshSettings(written.ssh ?? {}, reading),
    worker: workerWishes(written.worker ?? {}),
    rollout: rolloutSettings(written.rollout ?? {}),
  }
}

function mimirSettings(written: WrittenMimir, reading: NormaliseOptions): MimirSettings {
  const { url, tenant, other_tenant, push_path, query_path, auth, tls } = {
    ...MANIFEST_DEFAULTS.mimir,
    ...written,
  }
  return {
    url: new URL(url).origin,
    tenant,
    ...defined({ otherTenant: other_tenant === true ? undefined : other_tenant }),
    pushPath: push_path,
    queryPath: query_path.replace(/\/+$/u, ''),
    ...defined({
      auth: auth && authSettings('mimir', auth, reading),
      tls: tls && { ca: authority(localPath(tls.ca, reading.context), reading.context) },
    }),
  }
}

function grafanaSettings(written: WrittenGrafana, reading: NormaliseOptions): GrafanaSettings {
  const { url, datasource, auth, tls } = { ...MANIFEST_DEFAULTS.grafana, ...written }
  return {
    url: new URL(url).href.replace(/\/+$/u, ''),
    datasource,
    ...defined({
      auth: auth && authSettings('grafana', auth, reading),
      tls: tls && { ca: authority(localPath(tls.ca, reading.context), reading.context) },
    }),
  }
}

function authSettings(
  section: 'mimir' | 'grafana',
  { basic, bearer = '' }: NonNullable<WrittenMimir['auth']>,
  reading: NormaliseOptions,
): MimirAuth {
  if (!basic) return { type: 'bearer', token: secretAt([section, 'auth', 'bearer'], bearer, reading) }
  const password = secretAt([section, 'auth', 'basic', 'password'], basic.password, reading)
  return { type: 'basic', username: basic.username, password }
}

function authority(file: string, context: ManifestContext): { file: string; pem: string } {
  const read = context.readText(file)
  return { file, pem: read.ok ? read.value.text : '' }
}

function kollaSettings(written: WrittenKolla, context: ManifestContext): KollaSettings {
  const { configdir, inventory = [], release, overrides = {} } = { ...MANIFEST_DEFAULTS.kolla, ...written }
  return {
    configdir: localPath(configdir, context),
    inventory: [inventory].flat().map((path) => localPath(path, context)),
    ...defined({ release }),
    overrides,
  }
}

function sshSettings(written: WrittenSsh, reading: NormaliseOptions): SshSettings {
  const { user, port, keys, passphrase, known_hosts, host_keys, become } = {
    ...MANIFEST_DEFAULTS.ssh,
    ...written,
  }
  return {
    ...defined({
      user,
      port,
      keys: keys?.map((key) => localPath(key, reading.context)),
      passphrase: passphrase === undefined ? undefined : secretAt(['ssh', 'passphrase'], passphrase, reading),
    }),
    knownHosts: known_hosts.map((file) => localPath(file, reading.context)),
    hostKeys: host_keys,
    become,
  }
}

function secretAt(
  path: YamlPath,
  written: string,
  { context, problemAt }: NormaliseOptions,
): SecretReference {
  return secretReference(written, context, (complaint) => problemAt(path, complaint))
}
