import { isRecord, textOf } from '../../../src/values/json.ts'
import { readYaml } from '../../../src/yaml/document.ts'
import type { YamlPath } from '../../../src/yaml/tree.ts'

/** Where in a rendered file promtool saw what it rejects. */
export interface Rejected {
  /** The places of the lines that it names. */
  readonly named: readonly YamlPath[]
  /** Places that fit its other words: a job's name, or a value that it quotes. */
  readonly likely: readonly YamlPath[]
}

/** One place of the file: its path, the line of its key, and its value. */
interface ErrorPlace {
  readonly path: YamlPath
  readonly line: number
  readonly value: unknown
}

/** The places of a rendered prometheus.yml that promtool's words mean, by line or else by what they quote. */
export function rejectedPlaces(message: string, text: string): Rejected {
  const places = placesOf(text)
  const lines = [...message.matchAll(/^[ \t]*line (\d+):/gmu)].map(([, line]) => Number(line))
  return {
    named: lines.flatMap((line) => {
      const place = places.findLast(({ line: from }) => from <= line)
      return place === undefined ? [] : [place.path]
    }),
    likely: (ofJob(message, places) ?? ofQuoted(message, places)).map(({ path }) => path),
  }
}

/** Every place in the order of the text, so that the last one of a line is the deepest. */
function placesOf(text: string): ErrorPlace[] {
  const { value, positionOf } = readYaml(text, 'prometheus.yml', 'strict-1.2')
  const walk = (member: unknown, path: YamlPath): ErrorPlace[] => [
    { path, line: positionOf(path, 'key').line, value: member },
    ...(Array.isArray(member)
      ? member.flatMap((item: unknown, index) => walk(item, [...path, index]))
      : isRecord(member)
        ? Object.entries(member).flatMap(([key, item]) => walk(item, [...path, key]))
        : []),
  ]
  return walk(value, [])
}

function ofJob(message: string, places: readonly ErrorPlace[]): ErrorPlace[] | undefined {
  const name = /job name "(?<name>[^"]*)"/u.exec(message)?.groups?.['name']
  if (name === undefined) return undefined
  const configs = places.filter(
    ({ path, value }) =>
      path.length === 2 &&
      path[0] === 'scrape_configs' &&
      isRecord(value) &&
      textOf(value, 'job_name') === name,
  )
  if (!message.includes('scrape timeout')) return configs
  return configs.map((config) => ({ ...config, path: [...config.path, 'scrape_timeout'] }))
}

/** Values that are quoted whole; of an expression, of which a part may be quoted, those that hold that part. */
function ofQuoted(message: string, places: readonly ErrorPlace[]): ErrorPlace[] {
  const quoted = [...message.matchAll(/`(?<code>[^`]+)`|"(?<text>[^"]+)"/gu)].map(({ groups = {} }) =>
    (groups['code'] ?? groups['text'] ?? '').replace(/^\^\(\?s?:(.*)\)\$$/su, '$1'),
  )
  return quoted.flatMap((words) => {
    const whole = places.filter(({ value }) => value === words)
    if (whole.length > 0 || !message.includes('regexp')) return whole
    return places.filter(
      ({ path, value }) => path.at(-1) === 'regex' && typeof value === 'string' && value.includes(words),
    )
  })
}
