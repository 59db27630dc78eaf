import { isDeepStrictEqual } from 'node:util'
import type { SettingKind } from '../../../src/model/file-change.ts'
import { isRecord, type JsonRecord, listOf, textOf } from '../../../src/values/json.ts'
import { readYaml } from '../../../src/yaml/document.ts'
import type { GenerationTexts } from '../generation/texts.ts'

/** One thing that files say of a worker. */
export interface Setting {
  readonly kind: SettingKind
  readonly name: string
  readonly value: unknown
  /** The job that it belongs to. */
  readonly job?: string
}

/** What the files of a worker say, thing by thing. What cannot be read says nothing. */
export function settingsOf({ configuration, project }: GenerationTexts): Setting[] {
  return [
    ...containerSettings(documentOf(project, 'docker-compose.yml')),
    ...configurationSettings(documentOf(configuration, 'prometheus.yml')),
  ]
}

function documentOf(text: string, file: string): JsonRecord {
  const { value } = readYaml(text, file, 'strict-1.2')
  return isRecord(value) ? value : {}
}

function containerSettings({ services }: JsonRecord): Setting[] {
  return Object.entries(isRecord(services) ? services : {}).flatMap(([service, said]) => {
    if (!isRecord(said)) return []
    const { image, command: _, labels: __, ...rest } = said
    return [
      ...(image === undefined ? [] : [{ kind: 'image', name: service, value: image } as const]),
      ...listOf(said, 'command').map((flag) => flagSetting(String(flag))),
      ...Object.entries(rest).map(([name, value]) => ({ kind: 'container', name, value }) as const),
    ]
  })
}

function flagSetting(flag: string): Setting {
  const at = flag.indexOf('=')
  return at === -1
    ? { kind: 'flag', name: flag, value: '' }
    : { kind: 'flag', name: flag.slice(0, at), value: flag.slice(at + 1) }
}

function configurationSettings(document: JsonRecord): Setting[] {
  const { global, scrape_configs: _, remote_write: __, ...rest } = document
  const { external_labels: labels, scrape_interval: interval, ...others } = isRecord(global) ? global : {}
  return [
    ...listOf(document, 'scrape_configs').filter(isRecord).flatMap(jobSettings),
    ...(interval === undefined ? [] : [{ kind: 'interval', name: 'global', value: interval } as const]),
    ...entries('label', labels),
    ...listOf(document, 'remote_write').filter(isRecord).flatMap(sendingSettings),
    ...entries('setting', { ...others, ...rest }),
  ]
}

function jobSettings(config: JsonRecord): Setting[] {
  const { job_name: _, static_configs: __, scrape_interval, scrape_timeout, ...rest } = config
  const job = textOf(config, 'job_name')
  const settings = [
    ...entries('interval', scrape_interval === undefined ? {} : { [job]: scrape_interval }),
    ...entries('timeout', scrape_timeout === undefined ? {} : { [job]: scrape_timeout }),
    ...entries('setting', rest, `${job} `),
    ...listOf(config, 'static_configs')
      .filter(isRecord)
      .flatMap((group) => targetSettings(job, group)),
  ]
  return [{ kind: 'job', name: job, value: '' }, ...settings.map((setting) => ({ ...setting, job }))]
}

function targetSettings(job: string, config: JsonRecord): Setting[] {
  return listOf(config, 'targets').flatMap((target): Setting[] => [
    { kind: 'target', name: `${job} ${String(target)}`, value: '' },
    ...entries('label', config['labels'], `${job} ${String(target)} `),
  ])
}

/** Keys that hold maps are listed key by key. */
function sendingSettings({ name: written, ...config }: JsonRecord): Setting[] {
  const name = typeof written === 'string' ? written : ''
  return Object.entries(config).flatMap(([key, value]) =>
    isRecord(value)
      ? entries('sending', value, `${name} ${key}.`)
      : entries('sending', { [key]: value }, `${name} `),
  )
}

function entries(kind: SettingKind, record: unknown, before = ''): Setting[] {
  return Object.entries(isRecord(record) ? record : {}).map(([name, value]) => ({
    kind,
    name: `${before}${name}`.trimStart(),
    value,
  }))
}

/** Settings that differ, each as it is and as desired; of a job that is added or removed, the job alone. */
export function differing(
  current: readonly Setting[],
  desired: readonly Setting[],
): { readonly current: Setting | undefined; readonly desired: Setting | undefined }[] {
  const [before, after] = [byName(current), byName(desired)]
  const jobs = new Set(
    [...current, ...desired]
      .filter(
        ({ kind, name }) => kind === 'job' && before.has(keyOf('job', name)) && after.has(keyOf('job', name)),
      )
      .map(({ name }) => name),
  )
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ current: before.get(key), desired: after.get(key) }))
    .filter((pair) => !isDeepStrictEqual(pair.current?.value, pair.desired?.value))
    .filter((pair) => {
      const job = (pair.desired ?? pair.current)?.job
      return job === undefined || jobs.has(job)
    })
}

function byName(settings: readonly Setting[]): Map<string, Setting> {
  return new Map(settings.map((setting) => [keyOf(setting.kind, setting.name), setting]))
}

function keyOf(kind: SettingKind, name: string): string {
  return `${kind} ${name}`
}
