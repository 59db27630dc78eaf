import type { ProgramOutput } from '../node/program-output.ts'
import { httpAnswer, type PrecheckHttpAnswer } from './http-answer.ts'

/** A command's exit status and what it printed. */
export interface CommandOutput {
  readonly exit: number
  readonly text: string
}

/** What prechecks.sh found on a node. Plain data; nothing in it is judged yet. */
export interface Inspection {
  /** Version and API of the engine; undefined where there is no docker. */
  readonly docker: CommandOutput | undefined
  /** What podman says of itself, where it is what answers to `docker`, or there is no docker. */
  readonly podman: string | undefined
  readonly composePlugin: CommandOutput | undefined
  /** How it ended when it was to list a project, for which it has to reach the engine. */
  readonly composePluginSpeaks: CommandOutput | undefined
  /** Why a plugin that is installed cannot be run. */
  readonly composeInvalid: string | undefined
  readonly composeV1: CommandOutput | undefined
  readonly composeV1Speaks: CommandOutput | undefined
  /** Name → status, as `Up 3 hours`; undefined where the engine did not answer. */
  readonly containers: ReadonlyMap<string, string> | undefined
  /** Name → network mode. */
  readonly networks: ReadonlyMap<string, string>
  readonly credentials: Credentials | undefined
  /** Undefined for images where the engine did not say where it has them. */
  readonly disks: { readonly files: Disk | CommandOutput; readonly images: Disk | CommandOutput | undefined }
  /**
   * What a first stage would do, tried. Of images the engine's directory is the first line; undefined where it is not known
   * or not here.
   */
  readonly writing: { readonly files: CommandOutput; readonly images: CommandOutput | undefined }
  /** Rules for outgoing packets, or why they could not be listed; undefined where nothing lists any. */
  readonly firewall: readonly string[] | CommandOutput | undefined
  /** Exporter → how it answered. */
  readonly targets: ReadonlyMap<string, TargetAnswer>
  /** Addresses of Mimir's name, as a container would find them; undefined where nothing could resolve it. */
  readonly name: FoundName | undefined
  readonly ready: PrecheckHttpAnswer | undefined
  readonly push: PrecheckHttpAnswer | undefined
}

export interface FoundName {
  readonly exit: number
  readonly addresses: readonly string[]
  /** By all sources of the node's nsswitch.conf. */
  readonly ofNode: readonly string[]
}

/** What the client's configuration says of credential helpers. */
export interface Credentials {
  readonly file: string
  /** Registry, or `*` for the store of all others → the helper, and whether it is there. */
  readonly helpers: ReadonlyMap<string, { readonly name: string; readonly there: boolean }>
}

/** Bytes and inodes; a file system without inodes reports none, and has no limit. */
export interface Disk {
  readonly mount: string
  readonly free: number
  readonly freeInodes: number
}

export interface TargetAnswer {
  readonly answer: PrecheckHttpAnswer
  readonly series: number
  readonly family: number
  /** Metric → series; empty where they were not counted. */
  readonly counts: ReadonlyMap<string, number>
  /** The metrics that are 0 because what the exporter watches is down, as it writes them. */
  readonly down: readonly string[]
  /** What the exporter says about that. */
  readonly words: string
}

export function readInspection({ facts }: ProgramOutput): Inspection {
  const output = (name: string): CommandOutput | undefined => {
    const fact = facts.get(name)
    return fact === undefined ? undefined : { exit: fact.exit, text: fact.value.trim() }
  }
  const names = facts.get('name')
  return {
    docker: output('docker'),
    podman: facts.get('podman')?.value,
    composePlugin: output('compose-plugin'),
    composePluginSpeaks: output('compose-plugin-speaks'),
    composeInvalid: facts.get('compose-invalid')?.value,
    composeV1: output('compose-v1'),
    composeV1Speaks: output('compose-v1-speaks'),
    containers: pairsOf(output('containers-all')),
    networks: pairsOf(output('networks')) ?? new Map(),
    credentials: credentials(facts.get('credentials')?.value),
    disks: { files: disk(output('disk-files')) ?? NOTHING, images: disk(output('disk-images')) },
    writing: { files: output('writing') ?? NOTHING, images: output('writing-images') },
    firewall: rules(output('firewall')),
    targets: targets(facts),
    name:
      names === undefined
        ? undefined
        : {
            exit: names.exit,
            addresses: linesIn(names.value),
            ofNode: linesIn(facts.get('name-of-node')?.value),
          },
    ready: exchange(facts, 'ready'),
    push: exchange(facts, 'push'),
  }
}

/** What a program that reached its end always reports. */
const NOTHING: CommandOutput = { exit: 1, text: '' }

function linesIn(text = ''): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

function rules(output: CommandOutput | undefined): Inspection['firewall'] {
  return output === undefined || output.exit > 0 ? output : linesIn(output.text)
}

/** The file, and lines of a registry, a helper's name, and `there` or `missing`. */
function credentials(text: string | undefined): Credentials | undefined {
  const [file, ...lines] = linesIn(text)
  if (file === undefined) return undefined
  const helpers = lines.map((line) => {
    const [registry = '', name = '', state] = line.split(' ')
    return [registry, { name: `docker-credential-${name}`, there: state === 'there' }] as const
  })
  return { file, helpers: new Map(helpers) }
}

function exchange(facts: ProgramOutput['facts'], name: string): PrecheckHttpAnswer | undefined {
  const fact = facts.get(name)
  return fact === undefined ? undefined : httpAnswer(fact)
}

const PREFIX = 'target-'

/** What is read of one exporter, whatever a node sends. */
const [MOST_DOWN, MOST_METRICS] = [20, 5000]

function targets(facts: ProgramOutput['facts']): Map<string, TargetAnswer> {
  const targetFacts = [...facts].filter(([name]) => name.startsWith(PREFIX))
  return new Map(
    targetFacts.map(([name, fact]) => {
      const [, , , series, family] = (fact.value.split('\n', 1)[0] ?? '').split(' ')
      const target = name.slice(PREFIX.length)
      const down = facts.get(`down-${target}`)?.value.split('\n', MOST_DOWN).filter(Boolean) ?? []
      const words = facts.get(`words-${target}`)?.value ?? ''
      const counts = countsOf(facts.get(`series-${target}`)?.value ?? '')
      const answer = httpAnswer(fact)
      return [
        target,
        { answer, series: Number(series ?? 0), family: Number(family ?? 0), counts, down, words },
      ]
    }),
  )
}

/** Lines of `uniq -c`. */
function countsOf(text: string): Map<string, number> {
  return new Map(
    text.split('\n', MOST_METRICS).flatMap((line): [string, number][] => {
      const { count, metric } = /^ *(?<count>\d{1,9}) (?<metric>\w{1,200})$/u.exec(line)?.groups ?? {}
      return metric === undefined ? [] : [[metric, Number(count)]]
    }),
  )
}

/** Lines of a name and the rest; undefined where the command failed. `inspect` puts a slash before names. */
function pairsOf(output: CommandOutput | undefined): Map<string, string> | undefined {
  if (output === undefined || output.exit > 0) return undefined
  const lines = output.text.split('\n').filter(Boolean)
  return new Map(
    lines.map((line) => {
      const [name = '', ...rest] = line.split(' ')
      return [name.replace(/^\//u, ''), rest.join(' ')]
    }),
  )
}

/** The last lines of `df -Pk` and `df -Pi`: file system, size, used, free, percent, mount. */
function disk(output: CommandOutput | undefined): Disk | CommandOutput | undefined {
  if (output === undefined) return undefined
  const [blocks = '', inodes = ''] = output.text.split('\n')
  const [, , , kibibytes, , mount] = blocks.split(/\s+/u)
  const [, all, , left] = inodes.split(/\s+/u)
  if (output.exit > 0 || mount === undefined || !/^\d+$/u.test(kibibytes ?? '')) return output
  const counted = /^\d+$/u.test(left ?? '') && all !== '0'
  return {
    mount,
    free: Number(kibibytes) * 1024,
    freeInodes: counted ? Number(left) : Number.POSITIVE_INFINITY,
  }
}
