import { isDeepStrictEqual } from 'node:util'
import type { TraitKind } from '../../../src/model/file-change.ts'
import { isRecord, type JsonRecord, listOf, textOf } from '../../../src/values/json.ts'
import { readYaml } from '../../../src/yaml/document.ts'
import type { GenerationTexts } from '../generation/texts.ts'

/** One thing that files say of a worker. */
export interface Trait {
  readonly what: TraitKind
  readonly name: string
  readonly value: unknown
  /** The job that it belongs to. */
  readonly job?: string
}

/** What the files of a worker say, thing by thing. What cannot be read says nothing. */
export function traitsOf({ configuration, project }: GenerationTexts): Trait[] {
  return [
    ...containerTraits(documentOf(project, 'docker-compose.yml')),
    ...configurationTraits(documentOf(configuration, 'prometheus.yml')),
  ]
}

function documentOf(text: string, file: string): JsonRecord {
  const { value } = readYaml(text, file, 'strict-1.2')
  return isRecord(value) ? value : {}
}

function containerTraits({ services }: JsonRecord): Trait[] {
  return Object.entries(isRecord(services) ? services : {}).flatMap(([service, said]) => {
    if (!isRecord(said)) return []
    const { image, command: _, labels: __, ...rest } = said
    return [
      ...(image === undefined ? [] : [{ what: 'image', name: service, value: image } as const]),
      ...listOf(said, 'command').map((flag) => flagTrait(String(flag))),
      ...Object.entries(rest).map(([name, value]) => ({ what: 'container', name, value }) as const),
    ]
  })
}

function flagTrait(flag: string): Trait {
  const at = flag.indexOf('=')
  return at === -1
    ? { what: 'flag', name: flag, value: '' }
    : { what: 'flag', name: flag.slice(0, at), value: flag.slice(at + 1) }
}

function configurationTraits(document: JsonRecord): Trait[] {
  const { global, scrape_configs: _, remote_write: __, ...rest } = document
  const { external_labels: labels, scrape_interval: interval, ...others } = isRecord(global) ? global : {}
  return [
    ...listOf(document, 'scrape_configs').filter(isRecord).flatMap(jobTraits),
    ...(interval === undefined ? [] : [{ what: 'interval', name: 'global', value: interval } as const]),
    ...entries('label', labels),
    ...listOf(document, 'remote_write').filter(isRecord).flatMap(sendingTraits),
    ...entries('setting', { ...others, ...rest }),
  ]
}

function jobTraits(config: JsonRecord): Trait[] {
  const { job_name: _, static_configs: __, scrape_interval, scrape_timeout, ...rest } = config
  const job = textOf(config, 'job_name')
  const own = [
    ...entries('interval', scrape_interval === undefined ? {} : { [job]: scrape_interval }),
    ...entries('timeout', scrape_timeout === undefined ? {} : { [job]: scrape_timeout }),
    ...entries('setting', rest, `${job} `),
    ...listOf(config, 'static_configs')
      .filter(isRecord)
      .flatMap((one) => targetTraits(job, one)),
  ]
  return [{ what: 'job', name: job, value: '' }, ...own.map((trait) => ({ ...trait, job }))]
}

function targetTraits(job: string, config: JsonRecord): Trait[] {
  return listOf(config, 'targets').flatMap((target): Trait[] => [
    { what: 'target', name: `${job} ${String(target)}`, value: '' },
    ...entries('label', config['labels'], `${job} ${String(target)} `),
  ])
}

/** Keys that hold maps are told key by key. */
function sendingTraits({ name: given, ...config }: JsonRecord): Trait[] {
  const name = typeof given === 'string' ? given : ''
  return Object.entries(config).flatMap(([key, value]) =>
    isRecord(value)
      ? entries('sending', value, `${name} ${key}.`)
      : entries('sending', { [key]: value }, `${name} `),
  )
}

function entries(what: TraitKind, record: unknown, before = ''): Trait[] {
  return Object.entries(isRecord(record) ? record : {}).map(([name, value]) => ({
    what,
    name: `${before}${name}`.trimStart(),
    value,
  }))
}

/** Traits that differ, each as it is and as it shall be; of a job that comes or goes, the job alone. */
export function differing(
  current: readonly Trait[],
  desired: readonly Trait[],
): { readonly current: Trait | undefined; readonly desired: Trait | undefined }[] {
  const [before, after] = [byName(current), byName(desired)]
  const jobs = new Set(
    [...current, ...desired]
      .filter(
        ({ what, name }) => what === 'job' && before.has(keyOf('job', name)) && after.has(keyOf('job', name)),
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

function byName(traits: readonly Trait[]): Map<string, Trait> {
  return new Map(traits.map((trait) => [keyOf(trait.what, trait.name), trait]))
}

function keyOf(what: TraitKind, name: string): string {
  return `${what} ${name}`
}
