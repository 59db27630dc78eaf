import { isRecord, type JsonRecord, jsonRecord, listOf, textOf } from '../../../src/values/json.ts'
import { readLocalImages } from '../worker/image.ts'
import type { ClosedFolder, Container, Facts, LeftContainer, WorkerFiles } from './facts.ts'
import type { ProgramOutput } from './program-output.ts'
import { readContainers, readKernelListeners, readListeners } from './read-listeners.ts'
import { readNames } from './read-names.ts'
import { readSockets } from './read-sockets.ts'
import { readWorkerAnswers } from './read-worker.ts'
import { readRecords } from './records.ts'

/** Facts out of the answer of programs/observe.sh. */
export function readFacts({ facts }: ProgramOutput): Facts {
  const value = (name: string): string => facts.get(name)?.value ?? ''
  return {
    now: Number(value('now')),
    ...(value('machine') === '' ? {} : { machine: value('machine') }),
    engine: engine(facts),
    addresses: facts.has('addresses') ? addresses(value('addresses')) : undefined,
    interfaces: value('interfaces').split('\n').filter(Boolean),
    listeners: listeners(facts),
    ...(facts.has('held') ? { sockets: readSockets(value('sockets'), value('held')) } : {}),
    containers: facts.has('containers')
      ? new Map(readContainers(value('containers')).map(({ name, state }) => [name, state]))
      : undefined,
    container: container(value('container'), value('log'), facts.get('ready')),
    ...leftovers(value('leftovers')),
    ...(facts.has('hosts-of-node') ? { names: readNames(facts) } : {}),
    images: readLocalImages(value('images')),
    ...madeOf(value('made-of')),
    files: files(value),
    ...(facts.has('records') ? { records: readRecords(value('records'), value('releases')) } : {}),
    ...(value('repair') === '' ? {} : { repair: value('repair') }),
    worker: facts.has('runtime') ? readWorkerAnswers(facts) : undefined,
  }
}

type Answers = ProgramOutput['facts']

function engine(facts: Answers): Facts['engine'] {
  const podman = facts.get('podman')?.value
  if (podman !== undefined) return { state: 'podman', evidence: podman }
  if (facts.has('engine')) return { state: 'missing' }
  const evidence = facts.get('engine-error')?.value
  return evidence === undefined ? { state: 'up' } : { state: 'down', evidence }
}

/** As ss lists them; where the node has none, as its kernel does. */
function listeners(facts: Answers): Facts['listeners'] {
  const value = (name: string): string => facts.get(name)?.value ?? ''
  const [owners, containers] = [value('owners'), value('containers')]
  return facts.has('listening')
    ? readKernelListeners(value('listening'), value('holders'), owners, containers)
    : readListeners(value('listeners'), owners, containers)
}

/** Global addresses of `ip -j addr show dev X`; deprecated and temporary ones are no place to find a service. */
function addresses(json: string): string[] {
  let links: unknown
  try {
    links = JSON.parse(json)
  } catch {
    return []
  }
  const infos = Array.isArray(links)
    ? links.flatMap((link: unknown) => (isRecord(link) ? link['addr_info'] : []))
    : []
  return infos.flatMap((info: unknown) =>
    isRecord(info) &&
    info['scope'] === 'global' &&
    typeof info['local'] === 'string' &&
    info['deprecated'] !== true
      ? [info['local']]
      : [],
  )
}

function container(json: string, log: string, ready: CommandResult | undefined): Container | undefined {
  const record = jsonRecord(json)
  if (record === undefined) return undefined
  const labels = isRecord(record['labels']) ? record['labels'] : {}
  return {
    id: textOf(record, 'id'),
    ...named(record),
    image: textOf(record, 'image'),
    restarts: Number(textOf(record, 'restarts')),
    status: textOf(record, 'status'),
    exitCode: Number(textOf(record, 'exitCode')),
    startedAt: Date.parse(textOf(record, 'startedAt')) / 1000 || 0,
    ...endedAt(record),
    health: health(record),
    ...healthCheck(record, ready),
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)])),
    log,
  }
}

/** Of a container: its name, without the slash that the engine puts before it, and what it was made from. */
function named(record: JsonRecord): Pick<Container, 'name' | 'reference'> {
  const [name, reference] = [textOf(record, 'name').replace(/^\//u, ''), textOf(record, 'reference')]
  return { ...(name === '' ? {} : { name }), ...(reference === '' ? {} : { reference }) }
}

/** Lines of a container's name and its status. */
function leftovers(text: string): Pick<Facts, 'leftovers'> {
  const found = text.split('\n').flatMap((line): LeftContainer[] => {
    const [name = '', status = ''] = line.replace(/^\//u, '').split(' ')
    return name === '' ? [] : [{ name, status }]
  })
  return found.length === 0 ? {} : { leftovers: found }
}

/** Lines of a generation and the image that its docker-compose.yml names. */
function madeOf(text: string): Pick<Facts, 'madeOf'> {
  const entries = text.split('\n').flatMap((line): [string, string][] => {
    const { generation, image } =
      /^(?<generation>[0-9a-f]{1,64}) (?<image>\S{1,500})$/u.exec(line)?.groups ?? {}
    return generation === undefined || image === undefined ? [] : [[generation, image]]
  })
  return entries.length === 0 ? {} : { madeOf: new Map(entries) }
}

/** The engine reports the year 1 for a container that never ended. */
function endedAt({ state }: JsonRecord): Pick<Container, 'endedAt'> {
  const at = isRecord(state) ? Date.parse(textOf(state, 'FinishedAt')) / 1000 : 0
  return at > 0 ? { endedAt: at } : {}
}

interface CommandResult {
  readonly value: string
  readonly exit: number
}

/** The engine keeps the last few checks, of each no more than some kilobytes. */
function healthCheck(
  { state }: JsonRecord,
  ready: CommandResult | undefined,
): Pick<Container, 'healthCheck'> {
  const found = isRecord(state) ? state['Health'] : undefined
  const last = listOf(isRecord(found) ? found : undefined, 'Log').findLast(isRecord)
  if (last !== undefined)
    return { healthCheck: { exitCode: Number(textOf(last, 'ExitCode')), output: textOf(last, 'Output') } }
  return ready === undefined ? {} : { healthCheck: { exitCode: ready.exit, output: ready.value } }
}

/** Undefined where the container has no health check. */
function health({ state }: JsonRecord): string | undefined {
  const found = isRecord(state) ? state['Health'] : undefined
  return isRecord(found) && typeof found['Status'] === 'string' ? found['Status'] : undefined
}

function files(value: (name: string) => string): WorkerFiles {
  const changedAt = times(value('changed-at'))
  const closed = value('closed').split('\n').flatMap(closedFolder)
  return {
    current: /^releases\/(?<generation>[0-9a-f]+)$/u.exec(value('current'))?.groups?.['generation'],
    swappedAt: Number(value('swapped')),
    links: value('links').split('\n').filter(Boolean),
    jobs: value('jobs').split('\n').filter(Boolean),
    onDisk: sums(value('files'), 'current/'),
    ...(changedAt.size === 0 ? {} : { changedAt }),
    seenByProcess: sums(value('process-files'), './'),
    ...(closed.length === 0 ? {} : { closed }),
  }
}

/** A line of `stat -c '%a %u %n'`. */
function closedFolder(line: string): ClosedFolder[] {
  const { mode, uid, path } = /^(?<mode>[0-7]+) (?<uid>\d+) (?<path>.+)$/u.exec(line)?.groups ?? {}
  return mode === undefined || uid === undefined || path === undefined ? [] : [{ path, mode, uid }]
}

/** Lines of `stat -c '%Z %n'` below current. */
function times(text: string): ReadonlyMap<string, number> {
  const entries = text.split('\n').flatMap((line): [string, number][] => {
    const match = /^(?<at>\d{1,15}) current(?:\/(?<path>.+))?$/u.exec(line)?.groups
    return match === undefined ? [] : [[match['path'] ?? '.', Number(match['at'])]]
  })
  return new Map(entries)
}

/** Lines of sha256sum: sum, two characters, path. */
export function sums(text: string, prefix: string): ReadonlyMap<string, string> {
  const entries = text.split('\n').flatMap((line): [string, string][] => {
    const match = /^(?<sum>[0-9a-f]{64}) [ *](?<path>.+)$/u.exec(line)?.groups
    const path = match?.['path'] ?? ''
    return match === undefined
      ? []
      : [[path.startsWith(prefix) ? path.slice(prefix.length) : path, match['sum'] ?? '']]
  })
  return new Map(entries)
}
