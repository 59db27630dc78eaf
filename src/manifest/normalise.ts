import { parseDuration } from '../model/duration.ts'
import type { Problem } from '../model/problem.ts'
import type { YamlPath } from '../yaml/tree.ts'
import type { ManifestContext } from './context.ts'
import { MANIFEST_DEFAULTS } from './defaults.ts'
import { parseListen } from './listen.ts'
import { localPath } from './local-path.ts'
import type { Complaint } from './mistake.ts'
import { type SecretReference, secretReference } from './secret-reference.ts'
import type {
  ExporterWishes,
  KollaSettings,
  Manifest,
  MimirAuth,
  MimirSettings,
  RolloutSettings,
  SshSettings,
  WorkerWishes,
} from './settings.ts'
import { plainDirectory } from './worker-directory.ts'
import type {
  DeadlineName,
  WrittenExporter,
  WrittenKolla,
  WrittenManifest,
  WrittenMimir,
  WrittenRollout,
  WrittenSsh,
  WrittenWorker,
} from './written.ts'

/** What a manifest is read with: where it stands, its surroundings, and how to complain about a place of it. */
export interface Reading {
  readonly file: string
  readonly context: ManifestContext
  readonly problemAt: (path: YamlPath, complaint: Complaint) => Problem
}

/** A manifest that neither the schema nor a rule has anything against, with its defaults and nothing left to interpret. */
export function normalise(written: WrittenManifest, reading: Reading): Manifest {
  return {
    file: reading.file,
    mimir: mimirSettings(written.mimir, reading),
    kolla: kollaSettings(written.kolla ?? {}, reading.context),
    ...given('nodes', written.nodes),
    ssh: sshSettings(written.ssh ?? {}, reading),
    worker: workerWishes(written.worker ?? {}),
    rollout: rolloutSettings(written.rollout ?? {}),
  }
}

function mimirSettings(written: WrittenMimir, reading: Reading): MimirSettings {
  const { url, tenant, other_tenant, push_path, query_path, auth, tls } = {
    ...MANIFEST_DEFAULTS.mimir,
    ...written,
  }
  return {
    url: new URL(url).origin,
    tenant,
    ...given('otherTenant', other_tenant === true ? undefined : other_tenant),
    pushPath: push_path,
    queryPath: query_path.replace(/\/+$/u, ''),
    ...given('auth', auth && mimirAuth(auth, reading)),
    ...given('tls', tls && { ca: authority(localPath(tls.ca, reading.context), reading.context) }),
  }
}

function mimirAuth({ basic, bearer = '' }: NonNullable<WrittenMimir['auth']>, reading: Reading): MimirAuth {
  if (!basic) return { type: 'bearer', token: secretAt(['mimir', 'auth', 'bearer'], bearer, reading) }
  const password = secretAt(['mimir', 'auth', 'basic', 'password'], basic.password, reading)
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
    ...given('release', release),
    overrides,
  }
}

function sshSettings(written: WrittenSsh, reading: Reading): SshSettings {
  const { user, port, keys, passphrase, known_hosts, host_keys, become } = {
    ...MANIFEST_DEFAULTS.ssh,
    ...written,
  }
  return {
    ...given('user', user),
    ...given('port', port),
    ...given(
      'keys',
      keys?.map((key) => localPath(key, reading.context)),
    ),
    ...given(
      'passphrase',
      passphrase === undefined ? undefined : secretAt(['ssh', 'passphrase'], passphrase, reading),
    ),
    knownHosts: known_hosts.map((file) => localPath(file, reading.context)),
    hostKeys: host_keys,
    become,
  }
}

function workerWishes(written: WrittenWorker): WorkerWishes {
  const { directory, image, listen, retention, scrape_interval, labels = {}, exporters = {} } = written
  const listening = listen === undefined ? undefined : parseListen(listen)
  return {
    ...given('directory', directory === undefined ? undefined : plainDirectory(directory)),
    ...given('image', image),
    ...given('listen', listening?.ok ? listening.value : undefined),
    ...given('retention', retention),
    ...given('scrapeInterval', scrape_interval),
    labels,
    exporters: Object.fromEntries(
      Object.entries(exporters).map(([name, one]) => [name, exporterWishes(one)]),
    ),
  }
}

function exporterWishes({ enabled, port, scrape_interval, scrape_timeout }: WrittenExporter): ExporterWishes {
  return {
    ...given('enabled', enabled),
    ...given('port', port),
    ...given('scrapeInterval', scrape_interval),
    ...given('scrapeTimeout', scrape_timeout),
  }
}

function rolloutSettings({ parallel, deadlines }: WrittenRollout): RolloutSettings {
  const defaults = MANIFEST_DEFAULTS.rollout
  const written = { ...defaults.deadlines, ...deadlines }
  const deadline = (phase: DeadlineName): number => parseDuration(written[phase]) ?? 0
  return {
    parallel: parallel ?? defaults.parallel,
    deadlines: {
      connect: deadline('connect'),
      observe: deadline('observe'),
      stage: deadline('stage'),
      activate: deadline('activate'),
      verify: deadline('verify'),
    },
  }
}

function secretAt(path: YamlPath, written: string, { context, problemAt }: Reading): SecretReference {
  return secretReference(written, context, (complaint) => problemAt(path, complaint))
}

/** An optional key: there with its value, or not there at all. */
function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key loses its name in the type
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T }
}
